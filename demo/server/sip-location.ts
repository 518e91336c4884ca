import type { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import type { URI } from '../../src/grammar/uri.ts';
import type { Flow } from './sip-flow.ts';

/** Where an account can be reached (RFC 3261 section 10.3). */
export interface Binding {
  /** What makes a second registration replace this one: the instance (RFC 5626), else the Contact's URI. */
  key: string;
  contact: NameAddrHeader;
  flow: Flow;
  /** Milliseconds since the epoch. */
  expires: number;
}

/** The location service: which accounts are registered, and over which connection a Contact is reached. */
export class Location {
  readonly #bindings = new Map<string, Map<string, Binding>>();
  /** The Contacts that any client has named in a message, registered or not. */
  readonly #contacts = new Map<string, Flow>();

  /** Adds or replaces a binding of an account. `seconds` 0 removes it. */
  bind(user: string, contact: NameAddrHeader, flow: Flow, seconds: number): void {
    const bindings = this.#bindings.get(user) ?? new Map<string, Binding>();
    const instance = contact.getParam('+sip.instance');
    const key = instance ? `${instance} ${contact.getParam('reg-id') ?? ''}` : contactKey(contact.uri);
    if (seconds === 0) bindings.delete(key);
    else bindings.set(key, { key, contact, flow, expires: Date.now() + seconds * 1000 });
    if (bindings.size > 0) this.#bindings.set(user, bindings);
    else this.#bindings.delete(user);
  }

  /** Removes all bindings of an account. */
  unbind(user: string): void {
    this.#bindings.delete(user);
  }

  /** The bindings of an account that have not expired. */
  of(user: string): Binding[] {
    return [...(this.#bindings.get(user)?.values() ?? [])].filter(({ expires }) => expires > Date.now());
  }

  /** Remembers that the owner of this Contact is reached over this connection, as of now. */
  learn(contact: URI, flow: Flow): void {
    this.#contacts.set(contactKey(contact), flow);
  }

  /** The connection over which the owner of a Contact is reached. */
  flowOf(contact: URI): Flow | undefined {
    return this.#contacts.get(contactKey(contact));
  }

  /** Forgets a connection that is closed, and what was reached over it. */
  forget(flow: Flow): void {
    for (const [user, bindings] of this.#bindings) {
      for (const binding of bindings.values()) if (binding.flow === flow) bindings.delete(binding.key);
      if (bindings.size === 0) this.#bindings.delete(user);
    }
    for (const [contact, owner] of this.#contacts) if (owner === flow) this.#contacts.delete(contact);
  }
}

/** Without parameters: between Contact and Request-URI, clients drop and add some. */
function contactKey(uri: URI): string {
  return `${uri.user ?? ''}@${uri.host}:${uri.port ?? ''}`;
}
