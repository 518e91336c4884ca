/** A caller who writes every line of a request by hand, as somebody would who has stolen a credential. Over UDP. */
import { createHash, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { VisitorCredentials } from '../../../server/index.ts';
import { settings } from '../../../demo/kamailio/stack.ts';

/** What is sent, where it is not what a visitor's INVITE has. */
export interface RawRequest {
  readonly method?: 'INVITE' | 'MESSAGE' | 'REFER' | 'REGISTER';
  /** Whom it goes to: the user, of the stack's domain. */
  readonly target: string;
  /** Who it says it is from; the account of the credentials by default. */
  readonly from?: string;
  /** Whole header lines; those of the credentials by default. */
  readonly headers?: readonly string[];
  /** Whole header lines before the credentials of the second try. */
  readonly beforeCredentials?: readonly string[];
  /** Of the To header. */
  readonly toTag?: string;
  /** A random one by default. Its first 8 letters are the tag of the From header. */
  readonly callId?: string;
}

/** The final answer. */
export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
}

/** Sends a request, again with the credentials once it is challenged, and gives the final answer. */
export async function sendRaw(credentials: VisitorCredentials, request: RawRequest): Promise<RawAnswer> {
  const socket = createSocket('udp4');
  socket.bind(0, settings.ip);
  await once(socket, 'listening');
  const { callId = randomUUID() } = request;
  const send = async (sequence: number, more: readonly string[]): Promise<string> => {
    socket.send(
      write(credentials, request, callId, sequence, more, socket.address().port),
      5060,
      settings.ip,
    );
    for (;;) {
      const signal = AbortSignal.timeout(10_000);
      const [data] = (await once(socket, 'message', { signal })) as [Buffer];
      const answer = data.toString();
      if (!/^SIP\/2\.0 1/.test(answer)) return answer;
    }
  };
  try {
    const first = await send(1, []);
    const challenge = /^(?:WWW|Proxy)-Authenticate: Digest (.*)$/im.exec(first)?.[1];
    if (challenge === undefined) return answerOf(first);
    const name = methodOf(request) === 'REGISTER' ? 'Authorization' : 'Proxy-Authorization';
    const authorization = `${name}: ${digest(credentials, request, challenge)}`;
    return answerOf(await send(2, [...(request.beforeCredentials ?? []), authorization]));
  } finally {
    socket.close();
  }
}

const methodOf = ({ method = 'INVITE' }: RawRequest) => method;

const uriOf = (request: RawRequest) =>
  methodOf(request) === 'REGISTER' ? `sip:${settings.domain}` : `sip:${request.target}@${settings.domain}`;

function write(
  credentials: VisitorCredentials,
  request: RawRequest,
  callId: string,
  sequence: number,
  more: readonly string[],
  port: number,
): string {
  const { headers, from = credentials.uri, target, toTag } = request;
  const own = Object.entries(credentials.headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `${methodOf(request)} ${uriOf(request)} SIP/2.0`,
    `Via: SIP/2.0/UDP ${settings.ip}:${port};branch=z9hG4bK${callId}${sequence}`,
    `From: <${from}>;tag=${callId.slice(0, 8)}`,
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
