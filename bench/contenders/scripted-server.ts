/** A SIP server without a network: it answers every request with 200, and a call with an SDP. */
import { SDP } from './data.ts';

/** What the server answers to a request; undefined to an ACK and to what is no request. */
export function answerTo(request: string): string | undefined {
  const [method = ''] = request.split(' ', 1);
  if (method === 'ACK' || method.startsWith('SIP/')) return undefined;
  const header = (name: string) => new RegExp(`\r\n${name}: *(.*)\r\n`, 'i').exec(request)?.[1] ?? '';
  const to = header('To');
  const contact = method === 'REGISTER' ? header('Contact') : '<sip:bob@192.0.2.9;transport=ws>';
  const body = method === 'INVITE' ? SDP : '';
  return [
    'SIP/2.0 200 OK',
    `Via: ${header('Via')}`,
    `From: ${header('From')}`,
    `To: ${to.includes(';tag=') ? to : `${to};tag=server`}`,
    `Call-ID: ${header('Call-ID')}`,
    `CSeq: ${header('CSeq')}`,
    // A binding that is taken away is not listed (RFC 3261 section 10.3).
    ...(/;expires=0|\r\nExpires: *0\r\n/.test(request) ? [] : [`Contact: ${contact}`]),
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/** The socket of JsSIP's manual, with the scripted server behind it. */
export class ScriptedSocket {
  via_transport = 'WS';
  readonly url = 'wss://server.example.com/ws';
  readonly sip_uri = 'sip:server.example.com;transport=ws';
  onconnect?: (() => void) | undefined;
  ondisconnect?: (() => void) | undefined;
  ondata?: ((data: string | ArrayBuffer | ArrayBufferView) => void) | undefined;

  connect(): void {
    queueMicrotask(() => this.onconnect?.());
  }

  disconnect(): void {}

  send(data: string): boolean {
    const answer = data === '\r\n\r\n' ? '\r\n' : answerTo(data);
    if (answer) queueMicrotask(() => this.ondata?.(answer));
    return true;
  }
}
