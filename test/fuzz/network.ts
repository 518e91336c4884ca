import { sdp, Wire, type ScriptedPeer } from '../support/scripted-peer.ts';
import { mutate } from './mutations.ts';
import type { SeededRandom } from './random.ts';

/** A dialog as the far end sees it: its From and To. */
interface PeerDialog {
  callId: string;
  from: string;
  to: string;
}

const STATUSES = [
  100, 180, 183, 183, 200, 200, 200, 202, 302, 401, 407, 403, 404, 405, 412, 422, 423, 481, 491,
];
const MORE_STATUSES = [408, 486, 487, 488, 489, 500, 503, 603, 699, 199, 299];

const RESPONSE_HEADERS = [
  'Contact: <sip:bob@192.0.2.9;transport=tcp>',
  'Contact: <sip:bob@192.0.2.9?X=%0D%0AY>;q=0.5, <tel:+1>',
  'Contact: *',
  'Record-Route: <sip:p1;lr>, <sip:p2;lr>',
  'Record-Route: <sip:p1;lr>;x="\\\0"',
  'Require: 100rel\r\nRSeq: 1',
  'Require: 100rel\r\nRSeq: 2',
  'Require: 100rel\r\nRSeq: 3',
  'Require: 100rel\r\nRSeq: x',
  'Session-Expires: 90;refresher=uac',
  'Session-Expires: 1800;refresher=uas',
  'Session-Expires: 0',
  'Min-SE: 100',
  'Min-SE: 4294967295',
  'Expires: 0',
  'Expires: 1',
  'Expires: 3600',
  'Min-Expires: 700',
  'Retry-After: 0',
  'Retry-After: 5',
  'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"',
  'WWW-Authenticate: Digest realm="r", nonce="n", stale=true, algorithm=SHA-256',
  'Proxy-Authenticate: Digest realm="a\\\0b", nonce="\\"", opaque="\\\0"',
  'WWW-Authenticate: Digest nonce="n"',
  'Service-Route: <sip:p1;lr>;x="\0"',
  'SIP-ETag: a\0b',
  'SIP-ETag: tag',
  'Flow-Timer: 10',
  'Reason: SIP;cause=200;text="elsewhere"',
];

const REQUEST_HEADERS = [
  'Require: 100rel',
  'Require: nothing',
  'Supported: timer, 100rel, replaces',
  'Session-Expires: 90;refresher=uac\r\nSupported: timer',
  'Session-Expires: 10\r\nSupported: timer',
  'Min-SE: 4294967295',
  'Expires: 1',
  'Expires: 0',
  'Expires: 4294967295',
  'Event: presence',
  'Event: refer',
  'Event: refer;id=2',
  'Event: dialog;id="\0"',
  'Subscription-State: active;expires=60',
  'Subscription-State: pending',
  'Subscription-State: terminated;reason=timeout',
  'Subscription-State: ;',
  'Refer-To: <sip:carol@example.com>',
  'Refer-To: <sip:carol@example.com?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2>',
  'Refer-To: <sip:c@d?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2%3Bx%3D%22%5C%0D%22>',
  'Refer-To: tel:+1-2(3)',
  'Refer-To: http://x',
  'Refer-Sub: false',
  'Referred-By: <sip:x@y>;a="\0"',
  'RAck: 1 1 INVITE',
  'RAck: 9 9 x',
  'Reason: Q.850;cause=16',
  'Record-Route: <sip:p1;lr>;x="\0"',
  'Contact: <sip:other@192.0.2.10>',
  'Contact: tel:+1',
  'P-Asserted-Identity: "X" <sip:x@y>, tel:+1',
];

/** What a request of a method usually holds. */
const USUAL: Record<string, { headers: string[]; types: string[] }> = {
  INVITE: { headers: ['Supported: timer, 100rel, replaces'], types: ['application/sdp', 'multipart/mixed'] },
  UPDATE: { headers: ['Supported: timer'], types: ['application/sdp'] },
  ACK: { headers: [], types: ['application/sdp'] },
  INFO: { headers: [], types: ['application/dtmf-relay', 'application/dtmf'] },
  REFER: { headers: ['Refer-To: <sip:carol@example.com>', 'Refer-To: tel:+1-2(3)'], types: [] },
  NOTIFY: {
    headers: [
      'Event: refer\r\nSubscription-State: active;expires=60',
      'Event: refer\r\nSubscription-State: terminated;reason=noresource',
      'Event: presence\r\nSubscription-State: active;expires=60',
      'Event: presence\r\nSubscription-State: pending',
      'Event: presence\r\nSubscription-State: terminated;reason=timeout;retry-after=1',
    ],
    types: ['message/sipfrag', 'text/plain'],
  },
  SUBSCRIBE: { headers: ['Event: presence\r\nExpires: 60', 'Event: presence\r\nExpires: 0'], types: [] },
  PRACK: { headers: ['RAck: 1 1 INVITE'], types: [] },
};

const METHODS = [
  ...['INVITE', 'INVITE', 'INVITE', 'ACK', 'BYE', 'CANCEL', 'UPDATE', 'INFO', 'NOTIFY', 'REFER', 'PRACK'],
  ...['MESSAGE', 'OPTIONS', 'SUBSCRIBE', 'REGISTER', 'PUBLISH', 'FOO'],
];

const BODIES = [
  { type: 'application/sdp', body: sdp() },
  { type: 'application/sdp', body: sdp('sendonly') },
  { type: 'application/sdp', body: sdp('inactive', 2) },
  { type: 'application/sdp', body: 'v=0\r\nm=\r\n' },
  { type: 'application/sdp', body: 'rubbish' },
  { type: 'application/dtmf-relay', body: 'Signal=5\r\nDuration=100' },
  { type: 'application/dtmf', body: '5\r\n' },
  { type: 'message/sipfrag', body: 'SIP/2.0 200 OK' },
  { type: 'message/sipfrag;version=2.0', body: 'SIP/2.0 180' },
  {
    type: 'multipart/mixed;boundary=b',
    body: `--b\r\nContent-Type: application/sdp\r\n\r\n${sdp()}\r\n--b--`,
  },
  { type: 'text/plain', body: 'hello' },
];

/** The other side of a UA: a server and peers that say what fits, what does not fit, and rubbish. */
export class FuzzedNetwork {
  readonly #peer: ScriptedPeer;
  readonly #random: SeededRandom;
  readonly #dialogs: PeerDialog[] = [];
  /** Requests of the UA, and ours. */
  readonly #theirs: Wire[] = [];
  readonly #ours: Wire[] = [];
  /** Responses of the UA to our INVITEs. */
  readonly #responses: Wire[] = [];
  readonly #delivered: (string | Uint8Array)[] = [];
  #cseq = 1;
  #seen = 0;

  constructor(peer: ScriptedPeer, random: SeededRandom) {
    this.#peer = peer;
    this.#random = random;
  }

  /** Says one thing. Returns what it was, in a few words. */
  async speak(): Promise<string> {
    this.#listen();
    const random = this.#random;
    const again = random.chance(0.05) ? random.pick([...this.#delivered, '']) : '';
    if (again !== '') return this.#deliver(again);
    return random.chance(0.6) && this.#theirs.length > 0 ? this.#respond() : this.#request();
  }

  /** The right answer to whatever the UA asked last, as a server would give it that means well. */
  async answerWell(): Promise<string> {
    this.#listen();
    const request = this.#theirs.at(-1);
    if (!request || request.method === 'ACK') return 'nothing to answer';
    const contact = request.method === 'REGISTER' ? (request.header('Contact') ?? '') : '<sip:bob@192.0.2.9>';
    const body = request.method === 'INVITE' || request.body.startsWith('v=0') ? sdp() : '';
    const timers = this.#random.chance(0.5) ? ['Session-Expires: 90;refresher=uac'] : [];
    return this.#answer(request, 200, [`Contact: ${contact}`, 'Expires: 600', ...timers], body, 'peer');
  }

  /** What a caller sends that has got a response to its INVITE: a PRACK or an ACK. */
  async followUp(): Promise<string> {
    this.#listen();
    const response = this.#responses.at(-1);
    if (!response) return 'no response to follow up';
    const method = response.status < 200 ? 'PRACK' : 'ACK';
    const body = this.#random.chance(0.7) ? sdp(this.#random.pick(['sendrecv', 'sendonly', 'inactive'])) : '';
    const rack = `RAck: ${response.header('RSeq') ?? 1} ${response.header('CSeq')}`;
    const text = [
      `${method} sip:alice@example.com SIP/2.0`,
      `Via: SIP/2.0/WS peer.example.com;branch=z9hG4bK${this.#random.below(1e9)}`,
      `From: ${response.header('From')}`,
      `To: ${response.header('To')}`,
      `Call-ID: ${response.header('Call-ID')}`,
      `CSeq: ${method === 'ACK' ? response.cseq : (this.#cseq += 1)} ${method}`,
      ...(method === 'PRACK' ? [rack] : []),
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ];
    return this.#deliver(text.join('\r\n'));
  }

  /** Reads what the UA has sent since. */
  #listen(): void {
    const { sent } = this.#peer.socket;
    for (; this.#seen < sent.length; this.#seen++) {
      const wire = new Wire(sent[this.#seen] ?? '');
      if (wire.status === 0) this.#theirs.push(wire);
      else if (wire.tag('To')) {
        if (wire.status > 100 && wire.header('CSeq')?.endsWith(' INVITE')) this.#responses.push(wire);
        this.#remember({
          callId: wire.header('Call-ID') ?? '',
          from: wire.header('From') ?? '',
          to: wire.header('To') ?? '',
        });
      }
    }
  }

  #remember(dialog: PeerDialog): void {
    const known = ({ callId, from, to }: PeerDialog) =>
      callId === dialog.callId && from === dialog.from && to === dialog.to;
    if (!this.#dialogs.some(known)) this.#dialogs.push(dialog);
  }

  #respond(): Promise<string> {
    const random = this.#random;
    const request = random.chance(0.7) ? this.#theirs.at(-1)! : random.pick(this.#theirs);
    const status = random.pick(random.chance(0.8) ? STATUSES : MORE_STATUSES);
    const headers = random.chance(0.7) ? ['Contact: <sip:bob@192.0.2.9>'] : [];
    if (status === 183 && random.chance(0.5)) headers.push('Require: 100rel\r\nRSeq: 1');
    if (status === 422 && random.chance(0.7)) headers.push('Min-SE: 1000');
    while (random.chance(0.4)) headers.push(random.pick(RESPONSE_HEADERS));
    const content = random.chance(0.6) ? random.pick(BODIES) : { type: '', body: '' };
    if (content.body && content.type !== 'application/sdp') headers.push(`Content-Type: ${content.type}`);
    const tag = random.pick(['peer', 'peer', 'peer', 'fork', 'fork2', '']);
    return this.#answer(request, status, headers, content.body, tag);
  }

  #answer(request: Wire, status: number, headers: string[], body: string, tag: string): Promise<string> {
    const to = request.header('To') ?? '';
    const tagged = /;tag=/.test(to) || tag === '' || status === 100 ? to : `${to};tag=${tag}`;
    const from = request.header('From') ?? '';
    const callId = request.header('Call-ID') ?? '';
    this.#remember({ callId, from: tagged, to: from });
    return this.#deliver(
      [
        `SIP/2.0 ${status} Reason`,
        ...request.headers('Via').map((via) => `Via: ${via}`),
        `From: ${from}`,
        `To: ${tagged}`,
        `Call-ID: ${callId}`,
        `CSeq: ${request.header('CSeq')}`,
        ...headers,
        ...(body && !headers.some((line) => line.startsWith('Content-Type'))
          ? ['Content-Type: application/sdp']
          : []),
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    );
  }

  #request(): Promise<string> {
    const random = this.#random;
    const method = random.pick(METHODS);
    const within = random.chance(0.75) ? this.#pickDialog() : undefined;
    const earlier = this.#ours.length > 0 ? random.pick(this.#ours) : undefined;
    // CANCEL and ACK are of an earlier request; anything else has its own branch, most of the time.
    const same = method === 'CANCEL' || method === 'ACK' ? random.chance(0.7) : random.chance(0.05);
    const of = same ? earlier : undefined;
    const cseq = of?.cseq ?? (random.chance(0.9) ? (this.#cseq += 1) : random.below(5));
    const { headers, content } = this.#content(method);
    const call = `call${random.below(1000)}`;
    const text = [
      `${method} ${of?.ruri ?? 'sip:alice@example.com'} SIP/2.0`,
      `Via: ${of?.header('Via') ?? `SIP/2.0/WS peer.example.com;branch=z9hG4bK${random.below(1e9)}`}`,
      'Max-Forwards: 70',
      `From: ${of?.header('From') ?? within?.from ?? '"Bob" <sip:bob@example.com>;tag=bob'}`,
      `To: ${of?.header('To') ?? within?.to ?? '<sip:alice@example.com>'}`,
      `Call-ID: ${of?.header('Call-ID') ?? within?.callId ?? call}`,
      `CSeq: ${cseq} ${method}`,
      ...(random.chance(0.9) ? ['Contact: <sip:bob@192.0.2.9>'] : []),
      ...(content.body ? [`Content-Type: ${content.type}`] : []),
      ...headers,
      `Content-Length: ${Buffer.byteLength(content.body)}`,
      '',
      content.body,
    ].join('\r\n');
    this.#ours.push(new Wire(text));
    return this.#deliver(text);
  }

  /** One of the latest, most of the time: those live. */
  #pickDialog(): PeerDialog | undefined {
    const recent = this.#dialogs.slice(this.#random.chance(0.8) ? -3 : 0);
    return recent.length > 0 ? this.#random.pick(recent) : undefined;
  }

  #content(method: string): { headers: string[]; content: { type: string; body: string } } {
    const random = this.#random;
    const { headers = [], types = [] } = USUAL[method] ?? {};
    const chosen = headers.length > 0 && random.chance(0.9) ? [random.pick(headers)] : [];
    while (random.chance(0.3)) chosen.push(random.pick(REQUEST_HEADERS));
    if (method === 'INVITE' && random.chance(0.2)) chosen.push(...this.#replaces());
    const usual = BODIES.filter(({ type }) => types.some((one) => type.startsWith(one)));
    if (usual.length > 0 && random.chance(0.8)) return { headers: chosen, content: random.pick(usual) };
    const content = random.chance(0.2) ? random.pick(BODIES) : { type: '', body: '' };
    return { headers: chosen, content };
  }

  /** Wants to take over one of the dialogs. */
  #replaces(): string[] {
    const dialog = this.#pickDialog();
    const tag = (text: string) => /;tag=([^;]+)/.exec(text)?.[1] ?? '0';
    if (!dialog) return [];
    return [`Replaces: ${dialog.callId};to-tag=${tag(dialog.to)};from-tag=${tag(dialog.from)}`];
  }

  async #deliver(message: string | Uint8Array): Promise<string> {
    const random = this.#random;
    let frame = message;
    if (typeof frame === 'string' && random.chance(0.15)) {
      frame = mutate(new TextEncoder().encode(frame), random);
      if (random.chance(0.5)) frame = new TextDecoder().decode(frame);
    }
    this.#delivered.push(frame);
    // What a lost connection would have brought never comes.
    if (this.#peer.socket.open) this.#peer.socket.ondata?.(frame);
    return `← ${JSON.stringify(typeof frame === 'string' ? frame : Buffer.from(frame).toString('latin1'))}`;
  }
}
