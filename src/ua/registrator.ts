import { NameAddrHeader } from '../grammar/name-addr.ts';
import { assertNoLineBreak, checkedHeaders } from '../message/checked.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { Configuration } from './configuration.ts';
import type { Contact } from './contact.ts';
import { Registration, type Task } from './registration.ts';

/** Keeps the account registered, with what the application adds to each REGISTER (manual: class Registrator). */
export class Registrator extends Registration {
  readonly #contact: Contact;
  readonly #configuration: Configuration;
  #extraHeaders: string[] = [];

  constructor(...made: ConstructorParameters<typeof Registration>) {
    super(...made);
    const [account, configuration] = made;
    this.#contact = account.contact;
    this.#configuration = configuration;
  }

  /**
   * Adds headers to every later REGISTER; null clears them (manual).
   * @throws TypeError for one that is malformed.
   */
  setExtraHeaders(headers: string[] | null): void {
    checkedHeaders('extraHeaders', headers);
    this.#extraHeaders = headers ?? [];
  }

  /**
   * Adds Contact parameters to every later REGISTER; `true` is one without value, null clears them (manual).
   * @throws TypeError for a line break.
   */
  setExtraContactParams(params: Record<string, string | number | boolean> | null): void {
    const contact = new NameAddrHeader(this.#contact.uri);
    for (const [name, value] of Object.entries(params ?? {})) {
      assertNoLineBreak('extraContactParams', `${name}${value}`);
      if (value !== false) contact.setParam(name, value === true ? null : String(value));
    }
    this.contactParams = contact.toString().slice(`<${this.#contact.uri.toString()}>`.length);
  }

  protected override createRequest(task: Task): OutgoingRequest {
    const request = super.createRequest(task);
    const trail = this.#configuration.register_from_tag_trail;
    if (trail) {
      const text = typeof trail === 'function' ? trail() : trail;
      assertNoLineBreak('register_from_tag_trail', text);
      request.from.setParam('tag', `${request.from.getParam('tag')}${text}`);
    }
    request.addHeaders(this.#extraHeaders);
    return request;
  }
}
