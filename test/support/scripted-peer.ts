import assert from 'node:assert/strict';
import type { Socket } from '../../src/transport/socket.ts';
import { FakePlatform, settle } from './fake-platform.ts';

/** A socket without a network: the test is the server behind it. */
export class FakeSocket implements Socket {
  via_transport = 'WS';
  readonly url: string;
  readonly sip_uri: string;
  onconnect?: (() => void) | undefined;
  ondisconnect?: ((error?: boolean, code?: number, reason?: string) => void) | undefined;
  ondata?: ((data: string | ArrayBuffer | ArrayBufferView) => void) | undefined;
  /** What the UA sent, keep-alives apart. */
  readonly sent: string[] = [];
  /** How many pings of the keep-alive came. */
  pings = 0;
  /** Whether pings are answered. */
  answersPings = true;
  /** What a connection attempt comes to: `hang` never answers. */
  behaviour: 'accept' | 'refuse' | 'hang' = 'accept';
  connects = 0;
  open = false;
  /** The server is gone, and nobody has said so: what is sent is lost. A new connection is none of it. */
  frozen = false;

  constructor(host = 'server.example.com') {
    this.url = `wss://${host}/ws`;
    this.sip_uri = `sip:${host};transport=ws`;
  }

  connect(): void {
    this.connects += 1;
    this.frozen = false;
    if (this.behaviour === 'hang') return;
    queueMicrotask(() => {
      this.open = this.behaviour === 'accept';
      if (this.open) this.onconnect?.();
      else this.ondisconnect?.(true, 1006, '');
    });
  }

  disconnect(): void {
    this.open = false;
  }

  send(data: string): boolean {
    if (!this.open) return false;
    if (this.frozen) return true;
    if (data === '\r\n\r\n') {
      this.pings += 1;
      if (this.answersPings) queueMicrotask(() => this.ondata?.('\r\n'));
    } else if (data !== '\r\n') {
      this.sent.push(data);
    }
    return true;
  }

  /** The connection is lost. */
  lose(): void {
    this.open = false;
    this.ondisconnect?.(true, 1006, '');
  }
}

/** A message as the test sees it: split by hand, so that our own parser is not its own judge. */
export class Wire {
  readonly text: string;
  readonly startLine: string;
  readonly body: string;
  readonly #headers: [string, string][];

  constructor(text: string) {
    this.text = text;
    const [head = '', ...body] = text.split('\r\n\r\n');
    const [startLine = '', ...lines] = head.split('\r\n');
    this.startLine = startLine;
    this.body = body.join('\r\n\r\n');
    this.#headers = lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
  }

  get method(): string {
    return this.startLine.split(' ')[0] ?? '';
  }

  /** Of a response. */
  get status(): number {
    return this.startLine.startsWith('SIP/2.0 ') ? Number(this.startLine.split(' ')[1]) : 0;
  }

  /** Of a request. */
  get ruri(): string {
    return this.startLine.split(' ')[1] ?? '';
  }

  header(name: string): string | undefined {
    return this.headers(name)[0];
  }

  headers(name: string): string[] {
    return this.#headers.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value);
  }

  /** The tag of From or To. */
  tag(name: 'From' | 'To'): string | undefined {
    return /;tag=([^;]+)/.exec(this.header(name) ?? '')?.[1];
  }

  get cseq(): number {
    return Number(this.header('CSeq')?.split(' ')[0]);
  }
}

/** What a test adds to a message. */
export interface Extra {
  headers?: string[];
  body?: string;
  toTag?: string;
  reason?: string;
}

/** An SDP as a desk phone behind a WebRTC gateway would send it. */
export function sdp(direction = 'sendrecv', version = 1): string {
  return [
    'v=0',
    `o=- 1 ${version} IN IP4 192.0.2.9`,
    's=-',
    'c=IN IP4 192.0.2.9',
    't=0 0',
    'm=audio 40000 UDP/TLS/RTP/SAVPF 0',
    'a=ice-ufrag:peer',
    'a=ice-pwd:peerpeerpeerpeerpeerpeer',
    'a=rtpmap:0 PCMU/8000',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** The far end of a UA under test: reads what it sent, and answers or asks as the script says. */
export class ScriptedPeer {
  readonly platform: FakePlatform;
  readonly socket: FakeSocket;
  #read = 0;
  #branch = 0;

  constructor(platform = new FakePlatform(), socket = new FakeSocket()) {
    this.platform = platform;
    this.socket = socket;
  }

  /** The next message that the UA sent and that was not read yet; time goes on until one is there. */
  async next(expected?: string | number, withinMs = 5_000): Promise<Wire> {
    const end = this.platform.now() + withinMs;
    while (this.#read >= this.socket.sent.length && this.platform.now() <= end) {
      await settle();
      if (this.#read < this.socket.sent.length) break;
      // Where no timer runs, it waits for a promise: small steps give it the turns that it needs.
      const left = end - this.platform.now();
      await this.platform.advance(Math.max(10, Math.min(left, this.platform.untilNextTimer ?? 0)));
    }
    const text = this.socket.sent[this.#read];
    assert.ok(text !== undefined, `the UA sent nothing${expected ? `, and not ${expected}` : ''}`);
    this.#read += 1;
    const wire = new Wire(text);
    if (typeof expected === 'number') assert.equal(wire.status, expected, wire.startLine);
    if (typeof expected === 'string') assert.equal(wire.method, expected, wire.startLine);
    return wire;
  }

  /** What was sent and not read yet, without waiting. */
  async rest(): Promise<Wire[]> {
    await settle();
    const rest = this.socket.sent.slice(this.#read).map((text) => new Wire(text));
    this.#read = this.socket.sent.length;
    return rest;
  }

  /** Hands the UA a message, as one frame. */
  async deliver(text: string): Promise<void> {
    this.socket.ondata?.(text);
    await settle();
  }

  /** Answers a request of the UA. */
  async respond(
    request: Wire,
    status: number,
    { headers = [], body = '', toTag, reason }: Extra = {},
  ): Promise<void> {
    const to = request.header('To') ?? '';
    const tag = toTag ?? (status > 100 ? 'peer' : undefined);
    const lines = [
      `SIP/2.0 ${status} ${reason ?? 'Reason'}`,
      ...request.headers('Via').map((via) => `Via: ${via}`),
      `From: ${request.header('From')}`,
      `To: ${/;tag=/.test(to) || tag === undefined ? to : `${to};tag=${tag}`}`,
      `Call-ID: ${request.header('Call-ID')}`,
      `CSeq: ${request.header('CSeq')}`,
      ...headers,
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    await this.deliver(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  /** Answers an INVITE as a phone does. */
  async accept(invite: Wire, extra: Extra = {}): Promise<void> {
    await this.respond(invite, 200, {
      body: sdp(),
      ...extra,
      headers: [PEER_CONTACT, ...(extra.headers ?? [])],
    });
  }

  /** Sends a request outside a dialog. Returns it, for what follows. */
  async request(
    method: string,
    {
      uri = 'sip:alice@example.com',
      headers = [],
      body = '',
      cseq = 1,
      callId = 'peer-call',
      to,
      from,
      branch,
    }: PeerRequest = {},
  ): Promise<Wire> {
    this.#branch += 1;
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/WS server.example.com;branch=${branch ?? `z9hG4bKpeer${this.#branch}`}`,
      'Max-Forwards: 70',
      `From: ${from ?? '"Bob" <sip:bob@example.com>;tag=bob'}`,
      `To: ${to ?? '<sip:alice@example.com>'}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      ...(method === 'INVITE' ? [PEER_CONTACT] : []),
      ...headers,
      ...(body && !headers.some((line) => /^content-type:/i.test(line))
        ? ['Content-Type: application/sdp']
        : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    const text = `${lines.join('\r\n')}\r\n\r\n${body}`;
    await this.deliver(text);
    return new Wire(text);
  }
}

/** Where the peer can be reached. */
export const PEER_CONTACT = 'Contact: <sip:bob@192.0.2.9:5060;transport=tcp>';

/** A request of the peer. */
export interface PeerRequest {
  uri?: string;
  headers?: string[];
  body?: string;
  cseq?: number;
  callId?: string;
  to?: string;
  from?: string;
  branch?: string;
}
