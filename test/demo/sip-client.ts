import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Challenge } from '../../src/grammar/headers/credentials.ts';
import { IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { parseMessage, readMessage } from '../../src/message/parse.ts';

/** A scripted SIP client on one WebSocket: it sends what it is told and collects what comes. */
export class SipClient {
  /** A name that leads nowhere, as a browser's (RFC 7118 section 5.3). */
  readonly host: string;
  readonly user: string;
  readonly socket: WebSocket;
  readonly #frames: string[] = [];
  #wake: (() => void) | undefined;
  #branch = 0;

  private constructor(socket: WebSocket, user: string, name: string) {
    this.socket = socket;
    this.user = user;
    this.host = `${name}.invalid`;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(data.toString());
      this.#wake?.();
    });
  }

  static async connect(url: string, user: string, name = user): Promise<SipClient> {
    const socket = new WebSocket(url, 'sip');
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    return new SipClient(socket, user, name);
  }

  /** The next frame. */
  async frame(): Promise<string> {
    while (this.#frames.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#frames.shift() ?? '';
  }

  /** The next message, which must be a request of this method. */
  async request(method: string): Promise<IncomingRequest> {
    const message = readMessage(await this.frame())?.message;
    assert.ok(message instanceof IncomingRequest, String(message));
    assert.equal(message.method, method);
    return message;
  }

  /** The next message, which must be a response with this status. */
  async response(status: number): Promise<IncomingResponse> {
    const frame = await this.frame();
    const message = parseMessage(frame)?.message;
    assert.ok(message instanceof IncomingResponse, frame);
    assert.equal(message.status_code, status, frame);
    return message;
  }

  /** Sends a request and returns its branch. `headers` replace the usual ones of the same name. */
  send(
    method: string,
    ruri: string,
    {
      cseq = 1,
      branch = `z9hG4bK${this.user}${++this.#branch}`,
      to = `<${ruri}>`,
      ...more
    }: SendOptions = {},
  ): string {
    const headers = [
      `Via: SIP/2.0/WS ${this.host};branch=${branch}`,
      `Max-Forwards: ${more.maxForwards ?? 70}`,
      `From: <sip:${this.user}@example.com>;tag=${this.user}`,
      `To: ${to}`,
      `Call-ID: ${more.callId ?? `call-of-${this.user}`}`,
      `CSeq: ${cseq} ${method}`,
      ...(method === 'CANCEL' || method === 'ACK' ? [] : [`Contact: ${more.contact ?? this.contact}`]),
      ...(more.headers ?? []),
    ];
    this.socket.send(`${method} ${ruri} SIP/2.0\r\n${headers.join('\r\n')}\r\n\r\n${more.body ?? ''}`);
    return branch;
  }

  get contact(): string {
    return `<sip:${this.user}@${this.host};transport=ws>`;
  }

  /** Answers a request. */
  reply(request: IncomingRequest, status: number, headers: string[] = []): void {
    request.transaction = { respond: (_, text) => this.socket.send(text) };
    request.localTag ??= `${this.user}-${this.host}`;
    request.reply(status, null, [`Contact: ${this.contact}`, ...headers]);
  }

  /** Registers, answering the challenge. */
  async register(password: string, more: SendOptions = {}): Promise<IncomingResponse> {
    this.send('REGISTER', 'sip:example.com', { to: `<sip:${this.user}@example.com>`, ...more });
    const challenge = (await this.response(401)).parseHeader('WWW-Authenticate');
    const headers = [
      ...(more.headers ?? []),
      `Authorization: ${digest(challenge?.[0], this.user, password, 'REGISTER', 'sip:example.com')}`,
    ];
    this.send('REGISTER', 'sip:example.com', {
      to: `<sip:${this.user}@example.com>`,
      cseq: 2,
      ...more,
      headers,
    });
    const answer = parseMessage(await this.frame())?.message;
    assert.ok(answer instanceof IncomingResponse);
    return answer;
  }

  close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => {
      this.socket.on('close', () => resolve());
      this.socket.close();
    });
  }
}

export interface SendOptions {
  cseq?: number;
  branch?: string;
  to?: string;
  callId?: string;
  contact?: string;
  maxForwards?: number;
  headers?: string[];
  body?: string;
}

/** The answer to a Digest challenge. */
export function digest(
  challenge: Challenge | undefined,
  user: string,
  password: string,
  method: string,
  uri: string,
): string {
  const { realm = '', nonce = '', algorithm = 'MD5' } = challenge ?? {};
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const response = hash(
    `${hash(`${user}:${realm}:${password}`)}:${nonce}:00000001:abc:auth:${hash(`${method}:${uri}`)}`,
  );
  return (
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", ` +
    `algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="abc"`
  );
}
