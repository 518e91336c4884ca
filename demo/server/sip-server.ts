import type { Server } from 'node:http';
import createDebug from 'debug';
import { type WebSocket, WebSocketServer } from 'ws';
import { installFeatureHeaders } from '../../src/grammar/feature-headers.ts';
import type { URI } from '../../src/grammar/uri.ts';
import { type IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { readMessage } from '../../src/message/parse.ts';
import { installRareReasonPhrases } from '../../src/message/rare-reason-phrases.ts';
import { randomToken } from '../../src/random.ts';
import { Digest } from './sip-digest.ts';
import { Flow } from './sip-flow.ts';
import { Forwarding, type ForwardingHooks, type Target } from './sip-forwarding.ts';
import { Location } from './sip-location.ts';
import { forwardedRequest, routeBeyond } from './sip-printing.ts';
import { register } from './sip-registrar.ts';

const debug = createDebug('sip-elements:demo:server:sip-server');

/** What the server is told. */
export interface SipServerOptions {
  /** The domain that it serves; also the realm. */
  domain: string;
  /** User name → password. Nobody else can register. */
  accounts?: Readonly<Record<string, string>>;
  /** Whether `guest-…` at this domain may call without credentials. False by default. */
  guests?: boolean;
}

/** A SIP server for trying and testing. */
export interface SipServer {
  /**
   * Serves the WebSockets of a server: every one of a WebSocketServer, or of an HTTP server those that ask for
   * `path`, `/sip` by default.
   */
  attach(server: WebSocketServer | Server, path?: string): void;
  /** The URIs at which an account is registered. */
  contacts(user: string): string[];
  /** Cuts the connections over which an account is registered, as a network does. */
  cut(user: string): void;
  /** Closes every connection and stops every timer. */
  close(): void;
}

/**
 * A small registrar and proxy over WebSocket (RFC 3261, RFC 7118), so that the demo works on a fresh machine.
 * For trying and testing only: it keeps all in memory and knows neither other domains nor other transports.
 */
export function createSipServer({ domain, accounts = {}, guests = false }: SipServerOptions): SipServer {
  // A registrar reads what a phone only writes, such as credentials.
  installFeatureHeaders();
  installRareReasonPhrases();
  const proxy = new Proxy(domain.toLowerCase(), new Map(Object.entries(accounts)), guests);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 65536,
    handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
  });
  console.log(`SIP server for ${domain}: for trying and testing only. In front of people stands a real one.`);
  return {
    attach(server, path = '/sip') {
      if (server instanceof WebSocketServer) {
        server.on('connection', (socket) => proxy.accept(socket));
        return;
      }
      server.on('upgrade', (request, socket, head) => {
        if (request.url?.split('?', 1)[0] !== path) return;
        sockets.handleUpgrade(request, socket, head, (webSocket) => proxy.accept(webSocket));
      });
    },
    contacts: (user) => proxy.location.of(user).map(({ contact }) => contact.uri.toString()),
    cut: (user) => proxy.location.of(user).forEach(({ flow }) => flow.cut()),
    close: () => proxy.close(),
  };
}

class Proxy {
  readonly location = new Location();
  readonly #domain: string;
  readonly #accounts: ReadonlyMap<string, string>;
  readonly #guests: boolean;
  readonly #digest: Digest;
  readonly #flows = new Set<Flow>();
  /** By the branch of each of our Vias. */
  readonly #branches = new Map<string, Forwarding>();
  readonly #hooks: ForwardingHooks;

  constructor(domain: string, accounts: ReadonlyMap<string, string>, guests: boolean) {
    this.#domain = domain;
    this.#accounts = accounts;
    this.#guests = guests;
    this.#digest = new Digest(domain, accounts);
    this.#hooks = {
      domain,
      began: (id, forwarding) => this.#branches.set(id, forwarding),
      ended: (forwarding) => {
        for (const { id } of forwarding.branches) this.#branches.delete(id);
      },
    };
  }

  /** Serves one WebSocket. One that does not speak SIP is closed (RFC 7118 section 4.2). */
  accept(socket: WebSocket): void {
    if (socket.protocol !== 'sip') return socket.close(1002, 'The subprotocol is sip');
    const flow = new Flow(socket, (from, data) => this.#receive(from, data));
    this.#flows.add(flow);
    socket.on('close', () => {
      this.#flows.delete(flow);
      this.location.forget(flow);
      for (const forwarding of new Set(this.#branches.values())) forwarding.lost(flow);
    });
  }

  close(): void {
    for (const forwarding of this.#branches.values()) forwarding.stop();
    this.#branches.clear();
    for (const flow of this.#flows) flow.cut();
  }

  #receive(flow: Flow, data: string | ArrayBufferView): void {
    const parsed = readMessage(data);
    if (!parsed) return;
    const { message, defect } = parsed;
    debug('#%d → %s', flow.id, message.data.slice(0, message.data.indexOf('\r\n')));
    this.#learn(message, flow);
    if (message instanceof IncomingResponse) {
      this.#branches.get(message.via_branch ?? '')?.receive(message);
      return;
    }
    message.transaction = { respond: (_, text) => flow.send(text) };
    if (defect) return message.reply(defect.status, defect.reason);
    if (message.method === 'ACK') return this.#acknowledge(message, flow);
    if (message.method === 'CANCEL') return this.#cancel(message, flow);
    // RFC 3261 section 16.3.
    if (message.parseHeader('Max-Forwards') === 0) return message.reply(483);
    if (message.method === 'REGISTER') return this.#register(message, flow);
    this.#route(message, flow);
  }

  /** From now on, whoever names himself in Contact is reached over this connection. */
  #learn(message: IncomingRequest | IncomingResponse, flow: Flow): void {
    for (const contact of message.parseHeaders('Contact')) {
      if (contact !== '*' && contact.uri.host !== this.#domain) this.location.learn(contact.uri, flow);
    }
  }

  #register(request: IncomingRequest, flow: Flow): void {
    const { user, host } = request.to.uri;
    if (host !== this.#domain || !user || !this.#accounts.has(user)) return request.reply(404);
    if (this.#isFrom(user, request, 'Authorization', 401)) register(request, user, flow, this.location);
  }

  #route(request: IncomingRequest, flow: Flow): void {
    const { user, host } = request.ruri;
    const forUs = host === this.#domain;
    // In a dialog, and where somebody names a Contact: there is one place where it can go.
    const target = forUs ? undefined : this.location.flowOf(request.ruri);
    if (request.to_tag !== undefined) {
      if (target) this.#forward(request, flow, [{ flow: target, ruri: request.ruri.toString() }]);
      else request.reply(forUs ? 481 : 480);
      return;
    }
    if (forUs && !user) return request.reply(request.method === 'OPTIONS' ? 200 : 405);
    if (!this.#mayCall(request)) return;
    if (target) this.#forward(request, flow, [{ flow: target, ruri: request.ruri.toString() }]);
    else this.#forward(request, flow, forUs && user ? this.#bindingsOf(user) : []);
  }

  #bindingsOf(user: string): Target[] {
    return this.location.of(user).map(({ flow, contact }) => ({ flow, ruri: contact.uri.toString() }));
  }

  #forward(request: IncomingRequest, flow: Flow, targets: Target[]): void {
    if (routeBeyond(request, this.#domain).length > 0) return request.reply(404);
    if (targets.length > 0) new Forwarding(request, flow, targets, this.#hooks);
    else request.reply(this.#isAccount(request.ruri) ? 480 : 404);
  }

  /** RFC 3261 section 16.5: a user may be known, and yet not here at present. */
  #isAccount({ user, host }: URI): boolean {
    return host === this.#domain && user !== null && this.#accounts.has(user);
  }

  /** The ACK of a refusal ends here, as a refusal is acknowledged by each hop; that of a 2xx goes its way. */
  #acknowledge(ack: IncomingRequest, flow: Flow): void {
    if (this.#findInvite(ack, flow)) return;
    const target = this.location.flowOf(ack.ruri);
    if (!target || ack.ruri.host === this.#domain) return;
    const hop = { id: `z9hG4bK${randomToken(16)}`, ruri: ack.ruri.toString() };
    target.send(forwardedRequest(ack, hop, this.#domain));
  }

  #cancel(cancel: IncomingRequest, flow: Flow): void {
    const invite = this.#findInvite(cancel, flow);
    cancel.reply(invite ? 200 : 481);
    invite?.cancel(cancel.getHeaders('Reason'));
  }

  /** The INVITE whose CANCEL or ACK this is: the same branch over the same connection (RFC 3261 section 17.2.3). */
  #findInvite({ via_branch: branch }: IncomingRequest, flow: Flow): Forwarding | undefined {
    return [...this.#branches.values()].find(
      ({ request, upstream }) =>
        request.method === 'INVITE' && request.via_branch === branch && upstream === flow,
    );
  }

  /** Accounts call with their credentials, guests without. Where neither fits, it has been answered. */
  #mayCall(request: IncomingRequest): boolean {
    const { user, host } = request.from.uri;
    if (user && host === this.#domain && this.#accounts.has(user)) {
      return this.#isFrom(user, request, 'Proxy-Authorization', 407);
    }
    if (this.#guests && user?.startsWith('guest-')) return true;
    request.reply(403);
    return false;
  }

  /** Whether the credentials of a request are those of `user`; if not, it has been answered. */
  #isFrom(
    user: string,
    request: IncomingRequest,
    header: 'Authorization' | 'Proxy-Authorization',
    status: 401 | 407,
  ): boolean {
    const credentials = request.parseHeaders(header).find((one) => this.#digest.concerns(one));
    const verdict = credentials && this.#digest.check(credentials, request.method);
    if (verdict === 'valid') {
      if (credentials?.params.username === user) return true;
      request.reply(403);
      return false;
    }
    const challenge = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    request.reply(status, null, this.#digest.challenges(challenge, verdict === 'stale'));
    return false;
  }
}
