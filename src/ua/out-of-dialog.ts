import type { CallOptions } from '../call/events.ts';
import { NameAddrHeader } from '../grammar/name-addr.ts';
import { URI } from '../grammar/uri.ts';
import { OutgoingRequest } from '../message/outgoing.ts';
import { randomToken } from '../random.ts';
import type { Transport } from '../transport/transport.ts';
import type { Capabilities } from './capabilities.ts';
import type { Configuration } from './configuration.ts';
import type { Contact } from './contact.ts';
import type { RequestContent } from './core.ts';

/** Makes the requests outside dialogs of one account (RFC 3261 section 8.1.1). */
export class OutOfDialogRequests {
  /** Where requests of a registered account go by (RFC 3608). */
  serviceRoute: string[] = [];
  readonly #configuration: Configuration;
  readonly #capabilities: Capabilities;
  readonly #contact: Contact;
  readonly #transport: Transport;

  constructor(
    configuration: Configuration,
    capabilities: Capabilities,
    contact: Contact,
    transport: Transport,
  ) {
    this.#configuration = configuration;
    this.#capabilities = capabilities;
    this.#contact = contact;
    this.#transport = transport;
  }

  /** The connected server as first hop, where the configuration says so. */
  get preloadedRoute(): string[] {
    return this.#configuration.use_preloaded_route ? [`<${this.#transport.sip_uri};lr>`] : [];
  }

  /** A request of the account, or of whom `content` says. */
  create(method: string, target: URI, content: RequestContent = {}): OutgoingRequest {
    const { uri, display_name } = this.#configuration;
    const from = content.from ?? new NameAddrHeader(uri.clone(), display_name);
    from.setParam('tag', randomToken(10));
    return new OutgoingRequest(method, target, {
      callId: randomToken(22),
      cseq: 1,
      from,
      to: content.to ?? new NameAddrHeader(target.clone()),
      route: [...this.preloadedRoute, ...this.serviceRoute],
      extraHeaders: content.extraHeaders ?? [],
      body: content.body ?? null,
    });
  }

  /** The INVITE of a call; its offer comes later. */
  createInvite(target: URI, options: CallOptions): OutgoingRequest {
    const { uri, display_name } = this.#configuration;
    const identity = uri.clone();
    if (options.fromUserName) identity.user = options.fromUserName;
    // RFC 3323 section 4.1.1.3, RFC 3325 section 9.3: who we are is for the trusted network only.
    const preferred = `P-Preferred-Identity: <${identity.toString()}>`;
    const anonymous = options.anonymous === true;
    const from = anonymous
      ? new NameAddrHeader(new URI('sip', 'anonymous', 'anonymous.invalid'), 'Anonymous')
      : new NameAddrHeader(identity, options.fromDisplayName ?? display_name);
    return this.create('INVITE', target, {
      from,
      extraHeaders: [
        `Contact: ${this.#contact.toString({ anonymous, outbound: true })}`,
        ...(options.lateOffer ? [] : ['Content-Type: application/sdp']),
        `Allow: ${this.#capabilities.allow}`,
        `Supported: ${this.#capabilities.supported}`,
        ...(anonymous ? [preferred, 'Privacy: id'] : options.fromUserName ? [preferred] : []),
        ...(options.extraHeaders ?? []),
      ],
    });
  }
}
