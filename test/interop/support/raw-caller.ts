/** A caller who writes every line of a request by hand, as somebody would who has stolen a credential. Over UDP. */
import { createHash, randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import type { VisitorCredentials } from '../../../server/index.ts';
import { settings } from '../../../demo/kamailio/stack.ts';

/** What is sent, where it is not what a visitor's INVITE has. */
export interface RawRequest {
  readonly method?: string;
  /** Whom it goes to: the user, of the stack's domain. */
  readonly target: string;
  /** The Request-URI; that of the target by default, and the domain for a REGISTER. */
  readonly uri?: string;
  /** Who it says it is from; the account of the credentials by default. */
  readonly from?: string;
  /** Whole header lines; those of the credentials by default. */
  readonly headers?: readonly string[];
  /** Whole header lines before the credentials of the second try. */
  readonly beforeCredentials?: readonly string[];
  /** Of the To header. */
  readonly toTag?: string;
  /** Of the From header; the first 8 letters of the Call-ID by default. */
  readonly fromTag?: string;
  /** A random one by default. */
  readonly callId?: string;
}

/** The final answer. */
export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
}

/** Sends a request, again with the credentials once it is challenged, and gives the final answer. */
export async function sendRaw(credentials: VisitorCredentials, request: RawRequest): Promise<RawAnswer> {
  const phone = await RawPhone.open();
  return phone.send(credentials, request).finally(() => phone.close());
}

/** The tag of who was called. */
export const CALLED = 'called';

/** Who sends requests, and may be called: what comes is kept, and answered 200, an INVITE 486. */
export class RawPhone {
  /** The requests that have come, each as it was written. */
  readonly received: string[] = [];
  /** The answers to its own. */
  readonly answers: string[] = [];
  /** Whole header lines of the answers that it gives. */
  readonly answerHeaders: string[] = [];
  readonly #socket: Socket;
  #sequence = 0;
  readonly #answered = new EventEmitter();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (data, { port }) => {
      const text = data.toString();
      if (!text.startsWith('SIP/2.0')) return this.#take(text, port);
      this.answers.push(text);
      this.#answered.emit('answer', text);
    });
  }

  static async open(): Promise<RawPhone> {
    const socket = createSocket('udp4');
    socket.bind(0, settings.ip);
    await once(socket, 'listening');
    return new RawPhone(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    this.#socket.close();
  }

  /** Sends a request, again with the credentials once it is challenged if they have a password. Gives the final answer. */
  async send(credentials: VisitorCredentials, request: RawRequest): Promise<RawAnswer> {
    const { callId = randomUUID() } = request;
    const transmit = async (...more: string[]): Promise<string> => {
      const branch = `z9hG4bK${randomUUID()}`;
      const text = write(credentials, request, callId, ++this.#sequence, branch, more, this.port);
      this.#socket.send(text, 5060, settings.ip);
      const signal = AbortSignal.timeout(30_000);
      for (;;) {
        const [answer] = (await once(this.#answered, 'answer', { signal })) as [string];
        // The final answer of an INVITE comes again and again, for nobody here sends its ACK (RFC 3261 section 17.2.1).
        if (answer.includes(branch) && !/^SIP\/2\.0 1/.test(answer)) return answer;
      }
    };
    const first = await transmit();
    const challenge = /^(?:WWW|Proxy)-Authenticate: Digest (.*)$/im.exec(first)?.[1];
    if (challenge === undefined || credentials.password === '') return answerOf(first);
    const name = methodOf(request) === 'REGISTER' ? 'Authorization' : 'Proxy-Authorization';
    const authorization = `${name}: ${digest(credentials, request, challenge)}`;
    return answerOf(await transmit(...(request.beforeCredentials ?? []), authorization));
  }

  #take(request: string, port: number): void {
    this.received.push(request);
    if (request.startsWith('ACK ')) return;
    const status = request.startsWith('INVITE ') ? '486 Busy Here' : '200 OK';
    const copied = request
      .split('\r\n')
      .filter((line) => /^(?:Via|Record-Route|From|To|Call-ID|CSeq):/i.test(line))
      .map((line) => (/^To:(?!.*;tag=)/i.test(line) ? `${line};tag=${CALLED}` : line));
    const contact = `Contact: <sip:${settings.ip}:${this.port}>`;
    const lines = [`SIP/2.0 ${status}`, ...copied, contact, ...this.answerHeaders, 'Content-Length: 0'];
    this.#socket.send([...lines, '\r\n'].join('\r\n'), port, settings.ip);
  }
}

const methodOf = ({ method = 'INVITE' }: RawRequest) => method;

const uriOf = (request: RawRequest) =>
  request.uri ??
  (methodOf(request) === 'REGISTER' ? `sip:${settings.domain}` : `sip:${request.target}@${settings.domain}`);

function write(
  credentials: VisitorCredentials,
  request: RawRequest,
  callId: string,
  sequence: number,
  branch: string,
  more: readonly string[],
  port: number,
): string {
  const { headers, from = credentials.uri, target, toTag, fromTag = callId.slice(0, 8) } = request;
  const own = Object.entries(credentials.headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `${methodOf(request)} ${uriOf(request)} SIP/2.0`,
    `Via: SIP/2.0/UDP ${settings.ip}:${port};branch=${branch}`,
    `From: <${from}>;tag=${fromTag}`,
    `To: <sip:${target}@${settings.domain}>${toTag === undefined ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${sequence} ${methodOf(request)}`,
    `Contact: <sip:${settings.ip}:${port}>`,
    'Max-Forwards: 70',
    ...(headers ?? own),
    ...more,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');
}

/** RFC 2617 section 3.2.2, with qop=auth. */
function digest(
  { authorization_user: user, password }: VisitorCredentials,
  request: RawRequest,
  challenge: string,
) {
  const md5 = (...parts: string[]) => createHash('md5').update(parts.join(':')).digest('hex');
  const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const [realm, nonce, uri] = [value('realm'), value('nonce'), uriOf(request)];
  const response = md5(
    md5(user, realm, password),
    ...[nonce, '00000001', 'abcdef', 'auth'],
    md5(methodOf(request), uri),
  );
  return (
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
    `qop=auth, nc=00000001, cnonce="abcdef", response="${response}"`
  );
}

function answerOf(response: string): RawAnswer {
  const [, status = '', reason = ''] = /^SIP\/2\.0 (\d+) (.*)$/m.exec(response) ?? [];
  return { status: Number(status), reason: reason.trim() };
}
