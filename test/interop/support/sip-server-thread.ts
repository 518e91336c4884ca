/** The demo's SIP server in a thread of its own, whose memory is not counted with that of the test. */
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { createSipServer, type SipServerOptions } from '../../../demo/server/sip-server.ts';

const { port, ...options } = workerData as SipServerOptions & { port: number };
const web = createServer();
createSipServer(options).attach(web);
web.listen(port, '127.0.0.1', () => parentPort?.postMessage('listening'));
