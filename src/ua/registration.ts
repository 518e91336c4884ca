import { createLog } from '../log.ts';
import * as causes from '../causes.ts';
import { sipErrorCause } from '../cause-of.ts';
import type { Emitter } from '../emitter.ts';
import type { IncomingResponse } from '../message/incoming.ts';
import { OutgoingRequest } from '../message/outgoing.ts';
import { NameAddrHeader } from '../grammar/name-addr.ts';
import { platform, type Timer } from '../platform.ts';
import { randomFraction, randomToken } from '../random.ts';
import type { Capabilities } from './capabilities.ts';
import type { Configuration } from './configuration.ts';
import type { Contact } from './contact.ts';
import type { UAEvents } from './events.ts';
import type { OutOfDialogRequests } from './out-of-dialog.ts';
import type { Signalling } from './signalling.ts';

const debug = createLog('sip-elements:ua:registration');

/** What the registration needs of the agent: it tells its listeners how it goes. */
export interface Registrant extends Emitter<UAEvents>, Capabilities {
  readonly contact: Contact;
  isConnected(): boolean;
}

/** The pause before another attempt after a failure, in seconds: it doubles (RFC 5626 section 4.5), */
const FIRST_PAUSE = 30;
/** up to this. */
const LONGEST_PAUSE = 1800;

/** What a REGISTER is for. */
export type Task = 'register' | 'unregister' | 'unregister all';

/** Keeps the account registered (RFC 3261 chapter 10, RFC 5626, RFC 5627). */
export class Registration {
  /**
   * Parameters for the Contact, each with its semicolon; for features.
   * @internal
   */
  protected contactParams = '';
  readonly #account: Registrant;
  readonly #configuration: Configuration;
  readonly #signalling: Signalling;
  readonly #requests: OutOfDialogRequests;
  readonly #callId = randomToken(22);
  readonly #from: NameAddrHeader;
  #cseq = 0;
  #registered = false;
  /** What is under way, and what comes after it. */
  #running: Task | undefined;
  #next: Task | undefined;
  #expires: number;
  #failures = 0;
  /** The credentials that were refused: with the same ones we do not ask again by ourselves. */
  #refused: string | undefined;
  #timer: Timer;

  constructor(
    account: Registrant,
    configuration: Configuration,
    signalling: Signalling,
    requests: OutOfDialogRequests,
  ) {
    this.#account = account;
    this.#configuration = configuration;
    this.#signalling = signalling;
    this.#requests = requests;
    this.#expires = configuration.register_expires;
    this.#from = new NameAddrHeader(configuration.uri.clone(), null, { tag: randomToken(10) });
  }

  /** Whether the account is registered. */
  get registered(): boolean {
    return this.#registered;
  }

  /** Registers. */
  register(): void {
    this.#refused = undefined;
    this.#do('register');
  }

  /** Removes this binding, or with `all` every binding of the account. */
  unregister({ all = false }: { all?: boolean } = {}): void {
    this.close();
    if (this.#registered || all || this.#running === 'register')
      this.#do(all ? 'unregister all' : 'unregister');
  }

  /** There is a new connection: registers anew, unless these very credentials were refused before. */
  reconnected(): void {
    // Where a listener of `connected` has registered already, that will do.
    if (this.#running === 'register') this.#next = undefined;
    else if (this.#refused !== this.#credentials()) this.#do('register');
  }

  /** The connection was lost: whatever was registered is not reachable any more. */
  disconnected(): void {
    this.close();
    if (this.#registered) this.#unregistered(null, causes.CONNECTION_ERROR);
  }

  /** Forgets what was to be done next. */
  close(): void {
    platform.clearTimeout(this.#timer);
    this.#next = undefined;
  }

  #do(task: Task): void {
    platform.clearTimeout(this.#timer);
    if (!this.#running) return this.#send(task);
    // What is being removed already need not be removed again; a REGISTER may have new headers to tell.
    this.#next = task === this.#running && task !== 'register' ? undefined : task;
  }

  #done(): void {
    this.#running = undefined;
    const next = this.#next;
    this.#next = undefined;
    // Without a connection it would fail at once; the next one registers.
    if (next && this.#account.isConnected()) this.#do(next);
  }

  /** @param raised Whether the registrar has just asked for a longer interval, and got it. */
  #send(task: Task, raised = false): void {
    const request = this.createRequest(task);
    this.#running = task;
    this.#signalling.send(request, {
      sending: ({ cseq }) => (this.#cseq = cseq),
      response: (response) => this.#receive(task, response, raised),
      timeout: () => this.#failed(task, null, causes.REQUEST_TIMEOUT),
      transportError: () => this.#failed(task, null, causes.CONNECTION_ERROR),
    });
  }

  /**
   * Makes a REGISTER; for features.
   * @internal
   */
  protected createRequest(task: Task): OutgoingRequest {
    const { contact, allow } = this.#account;
    const configuration = this.#configuration;
    const expires = task === 'register' ? this.#expires : 0;
    const own =
      `<${contact.uri.toString()}>;+sip.ice;reg-id=1` +
      `;+sip.instance="<urn:uuid:${configuration.instance_id}>"${this.contactParams};expires=${expires}`;
    return new OutgoingRequest('REGISTER', configuration.registrar_server, {
      callId: this.#callId,
      cseq: (this.#cseq += 1),
      from: this.#from.clone(),
      to: new NameAddrHeader(configuration.uri.clone()),
      route: this.#requests.preloadedRoute,
      extraHeaders: [
        `Contact: ${task === 'unregister all' ? '*' : own}`,
        `Expires: ${expires}`,
        `Allow: ${allow}`,
        // RFC 3327, RFC 5627, RFC 5626.
        'Supported: path, gruu, outbound',
      ],
    });
  }

  #receive(task: Task, response: IncomingResponse, raised: boolean): void {
    const { status_code: status } = response;
    if (status < 200) return;
    if (status < 300) return task === 'register' ? this.#accepted(response) : this.#removed(response);
    const least = response.parseHeader('Min-Expires');
    if (status === 423 && task === 'register' && !raised && least !== undefined && least > this.#expires) {
      // RFC 3261 section 10.2.8: the registrar wants a longer interval. One that never has enough must wait.
      this.#expires = least;
      return this.#send(task, true);
    }
    this.#failed(task, response, sipErrorCause(status));
  }

  #accepted(response: IncomingResponse): void {
    const { contact } = this.#account;
    const bindings = response.parseHeaders('Contact').filter((value) => value !== '*');
    // Some show the address that we seem to have in the place of our host: the user is random, and still tells.
    const ours = bindings.filter(({ uri }) => uri.user === contact.uri.user);
    const own = ours.find(({ uri }) => uri.host === contact.uri.host) ?? ours[0];
    if (!own) {
      debug('the 200 does not show our Contact');
      return this.#failed('register', response, causes.SIP_FAILURE_CODE);
    }
    this.#failures = 0;
    contact.pub_gruu = own.getParam('pub-gruu') || null;
    contact.temp_gruu = own.getParam('temp-gruu') || null;
    const granted = Number(own.getParam('expires') ?? response.parseHeader('Expires'));
    const expires = granted >= 1 ? granted : this.#expires;
    const refresh = refreshAfter(expires);
    this.#schedule(refresh, () => this.#refresh(expires - refresh));
    this.#registered = true;
    // How the registrar wants to be used from now on: RFC 3608, RFC 5626 section 5.4.
    this.#requests.serviceRoute = response.getHeaders('Service-Route');
    const flowTimer = Number(response.getHeader('Flow-Timer'));
    if (flowTimer > 0) this.#signalling.transport.promisePongs(flowTimer);
    this.#account.emit('registered', { response });
    this.#done();
  }

  #removed(response: IncomingResponse): void {
    const { contact } = this.#account;
    contact.pub_gruu = contact.temp_gruu = null;
    this.#unregistered(response, null);
    this.#done();
  }

  #failed(task: Task, response: IncomingResponse | null, cause: string): void {
    debug('%s failed: %s', task, cause);
    const wasRegistered = this.#registered;
    this.#registered = false;
    if (task === 'register') {
      this.#account.emit('registrationFailed', { response, cause });
      this.#retryLater(response);
    }
    // After a failed unregistration nobody can say; the binding expires by itself.
    if (wasRegistered || task !== 'register') this.#unregistered(response, cause);
    this.#done();
  }

  #unregistered(response: IncomingResponse | null, cause: string | null): void {
    this.#registered = false;
    this.#requests.serviceRoute = [];
    this.#account.emit('unregistered', { response, cause });
  }

  /** @param left Seconds until the registration expires. */
  #refresh(left: number): void {
    if (this.#account.emit('registrationExpiring')) this.#schedule(left, () => this.#expired());
    else this.register();
  }

  /** The application said that it would take care of it, and did not. */
  #expired(): void {
    this.#unregistered(null, causes.EXPIRES);
  }

  #retryLater(response: IncomingResponse | null): void {
    // Without a connection, the next one registers.
    if (!this.#account.isConnected()) return;
    const status = response?.status_code ?? 0;
    if (status === 401 || status === 403 || status === 407) {
      // They would be refused again, and accounts are locked for that.
      this.#refused = this.#credentials();
      return;
    }
    // One of zero would have us ask without a pause.
    const asked = response?.parseHeader('Retry-After')?.seconds || undefined;
    const backOff = Math.min(FIRST_PAUSE * 2 ** this.#failures, LONGEST_PAUSE);
    this.#failures += 1;
    this.#schedule(asked ?? backOff * (0.5 + 0.5 * randomFraction()), () => this.register());
  }

  #credentials(): string {
    const { authorization_user, password, ha1, authorization_jwt } = this.#configuration;
    return [authorization_user, password, ha1, authorization_jwt].join(' ');
  }

  #schedule(seconds: number, callback: () => void): void {
    platform.clearTimeout(this.#timer);
    this.#timer = platform.setTimeout(callback, seconds * 1000);
  }
}

/** When to refresh, in seconds: well before expiry, and at random, so that not all clients do it at once. */
export function refreshAfter(expires: number): number {
  if (expires <= 64) return Math.max(expires / 2, expires - 5);
  return expires / 2 + (expires / 2 - 32) * randomFraction();
}
