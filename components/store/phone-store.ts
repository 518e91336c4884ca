import { Emitter } from '../../src/emitter.ts';
import { SipError } from '../../src/errors.ts';
import { Devices } from '../../src/media/devices.ts';
import { unsupportedReason } from '../../src/media/microphone.ts';
import { platform } from '../../src/platform.ts';
import type { PhoneAgent } from '../../src/ua/phone-agent.ts';
import type { Settings } from '../settings.ts';
import { Account, isSameAccount, type AccountConfiguration } from './account.ts';
import { answerAutomatically, isCaller } from './auto-answer.ts';
import { answerCall, placeCall } from './begin-call.ts';
import { sipErrorOf } from './causes.ts';
import type { AgentEvent, AgentEventName, AgentFactory, CoreAgent, CoreSession } from './core.ts';
import { choicesOf } from './device-choices.ts';
import { nameOf, nameOfTarget } from './names.ts';
import type { CallRequest, PhoneCallOptions, PhoneStoreEvents } from './phone-events.ts';
import { isWaiting, NOTHING, reduce, toSnapshot, type Fact, type Facts } from './reducer.ts';
import { SipCall, type CallHost } from './sip-call.ts';
import { IDLE, type CallSnapshot, type Connection, type PhoneSnapshot } from './snapshot.ts';
import { problemOf } from './told.ts';
import { offersVideo, receivedMessage, refusalOf } from './agent-events.ts';

/** What a test puts in the place of the world. */
export interface PhoneStoreWorld {
  createAgent?: AgentFactory;
  openMicrophone?: () => Promise<MediaStream>;
}

/** For how long a call that has ended is still shown, in milliseconds. */
const SHOW_END = 5000;

/** How many calls there may be: who is called by more is flooded, and the next are refused as busy. */
const MOST_CALLS = 20;

let calls = 0;

/**
 * The state of one phone, without any DOM: what the core tells goes in as facts, snapshots come out by the event
 * `change`, and requests are methods. Elements only ask and show.
 */
export class PhoneStore extends Emitter<PhoneStoreEvents> {
  #facts: Facts = NOTHING;
  #snapshot: PhoneSnapshot = IDLE;
  #configuration: AccountConfiguration | null = null;
  /** What the page wants once the live calls have ended. */
  #next: AccountConfiguration | null = null;
  /** Sent in every call instead of the microphone's sound; its tracks stay the application's. */
  mediaStream: MediaStream | null = null;
  #account: Account | null = null;
  #agent: CoreAgent | null = null;
  /** How often it was stopped, or called. */
  #turns = 0;
  /** Microphone, camera, speaker and ringer. */
  readonly devices = new Devices();
  /** The call that ended last; it may be rated when it is forgotten otherwise. */
  #toRate: SipCall | null = null;
  readonly #calls = new Map<string, SipCall>();
  /** Opens the microphone in the place of the browser. */
  readonly openMicrophone: PhoneStoreWorld['openMicrophone'];
  readonly #world: PhoneStoreWorld;
  readonly #host: CallHost;

  constructor(world: PhoneStoreWorld = {}) {
    super();
    this.#world = world;
    this.openMicrophone = world.openMicrophone;
    this.#host = {
      guest: () => this.#account?.guest ?? false,
      codecs: () => this.settings?.codecs ?? [],
      devices: this.devices,
      dispatch: (fact) => this.#dispatch(fact),
      find: (id) => this.#snapshot.calls.find((call) => call.id === id),
      tell: (event, ...told) => void this.emit(event, ...told),
      over: (call) => this.#over(call),
    };
    this.on('confirmed', () => this.#holdOthers(this.activeCall));
    this.devices.on('change', (kinds) => {
      const { devices } = this;
      this.#know({ devices: choicesOf(devices), processing: devices.processing });
      this.emit('devices', kinds);
    });
  }

  /** What is to be seen now. */
  get snapshot(): PhoneSnapshot {
    return this.#snapshot;
  }

  /** The agent of the core; null before anybody needed one. */
  get agent(): PhoneAgent | null {
    return this.#agent as PhoneAgent | null;
  }

  /** The live calls, oldest first. */
  get calls(): SipCall[] {
    return [...this.#calls.values()].filter((call) => call.live);
  }

  /** The call that the controls mean; null when there is none. */
  get activeCall(): SipCall | null {
    return this.#get(this.#snapshot.active);
  }

  /** The oldest incoming call that waits for an answer, shown or not; null when there is none. */
  get incomingCall(): SipCall | null {
    return this.#get(this.#snapshot.calls.find(isWaiting) ?? null);
  }

  /**
   * Sets the account, or what changed of it. What means another account or server waits for the end of the live
   * calls, and then connects anew if the phone was started.
   */
  configure(configuration: AccountConfiguration): void {
    const before = this.#configuration;
    this.#next = null;
    if (before && isSameAccount(before, configuration)) {
      this.#configuration = configuration;
      this.#account?.update(configuration);
    } else if (this.calls.length > 0) {
      this.#next = configuration;
    } else {
      this.#closeAccount();
      this.#configuration = configuration;
      if (this.#facts.wanted) void this.start();
    }
  }

  /** Connects, and registers where the account says so; the user is told of it. */
  async start(): Promise<void> {
    const reason = unsupportedReason();
    this.#know({ problem: null, wanted: !reason, unsupported: reason !== null });
    if (reason) return this.report(new SipError(reason));
    void this.devices.start();
    let account: Account | null = null;
    try {
      account = this.openAccount();
      await account.open(this.target || null);
    } catch (error) {
      // One that was let go of meanwhile is nobody's trouble.
      if (account === this.#account) this.report(sipErrorOf(error));
    }
  }

  /**
   * Fetches code and credentials and connects in advance; the user is told nothing of it.
   *
   * @throws {SipError} what a call would fail with; the next one tries again
   */
  async warm(): Promise<void> {
    await this.openAccount().open(this.target || null);
  }

  /**
   * The account, made anew where it was let go of.
   *
   * @throws {SipError} nobody has said which one it is
   */
  openAccount(): Account {
    if (!this.#configuration) throw new SipError('attribute-missing', 'server');
    this.#account ??= new Account(
      this.#configuration,
      (agent) => this.#watch(agent),
      this.#world.createAgent,
    );
    return this.#account;
  }

  /** The page goes: ends all calls, and lets another tab ring. A browser that keeps the page would keep its turn, too. */
  leave(): void {
    for (const call of this.calls) call.hangup();
    this.#account?.passTurn();
  }

  /** The page that went is back: what was started starts anew. */
  resume(): void {
    if (!this.#facts.wanted) return;
    this.stop();
    void this.start();
  }

  /** Ends all calls, unregisters and disconnects. */
  stop(): void {
    this.#turns += 1;
    this.#know({ wanted: false });
    for (const call of this.calls) call.hangup();
    this.devices.stop();
    this.#closeAccount();
  }

  /**
   * Calls, unless a listener of `request` has something against it; then undefined. A promise only where a listener has
   * to know more before; `stop()`, and another call, are against it then, too.
   */
  requestCall(
    target: string,
    options: PhoneCallOptions = {},
  ): SipCall | undefined | Promise<SipCall | undefined> {
    const request: CallRequest = { target, options, canceled: false };
    this.emit('request', request);
    const turns = this.#turns;
    const go = () =>
      request.canceled || turns !== this.#turns ? undefined : this.call(request.target, request.options);
    return request.after ? request.after.then(go) : go();
  }

  /**
   * Calls. The call is there at once, and shown; its promise `answered` says how it went on. The active one is put on
   * hold.
   */
  call(target: string, options: PhoneCallOptions = {}): SipCall {
    this.#turns += 1;
    const call = this.#addCall('outgoing', nameOfTarget(target));
    this.#holdOthers(call);
    void placeCall(this, call, target, options);
    return call;
  }

  /** Answers an incoming call, the one that waits where none is named. The active one is put on hold. */
  async answer(call = this.incomingCall, options: PhoneCallOptions = {}): Promise<void> {
    if (!call?.snapshot || !isWaiting(call.snapshot)) return;
    this.#holdOthers(call);
    await answerCall(this, call, options);
  }

  /** Ends the active call, else rejects the incoming one. */
  hangup(): void {
    const active = this.activeCall;
    (active?.live ? active : this.incomingCall)?.hangup();
  }

  /** Rejects the incoming call as busy. */
  reject(): void {
    this.incomingCall?.session?.terminate({ status_code: 486 });
  }

  /** The session of the active call while it lives. */
  get #session() {
    const call = this.activeCall;
    return call?.live ? call.session : null;
  }

  /** Puts the active call on hold. Returns whether that has begun; that it is held is told by the snapshot. */
  hold(): boolean {
    return this.#session?.hold() ?? false;
  }

  /** Takes the active call off hold. Returns whether that has begun. */
  unhold(): boolean {
    return this.#session?.unhold() ?? false;
  }

  /** Switches the microphone of the active call off. */
  mute(): void {
    this.#session?.mute({ audio: true });
  }

  /** Switches the microphone of the active call on. */
  unmute(): void {
    this.#session?.unmute({ audio: true });
  }

  /** Sends tones (`0-9 A-D * # ,`) in the active call: as RTP events where those were negotiated, else by INFO. */
  sendDTMF(tones: string): void {
    const session = this.#session;
    if (!session || this.#snapshot.active?.phase !== 'connected') return;
    const wanted = this.settings?.dtmf ?? 'auto';
    const rtp = wanted === 'rtp' || (wanted === 'auto' && canSendEvents(session));
    session.sendDTMF(tones, { transportType: rtp ? 'RFC2833' : 'INFO' });
  }

  /** What the attributes say; null before they were read. */
  get settings(): Settings | null {
    return this.#configuration?.settings ?? null;
  }

  /** Whom the attributes say to call; empty where they do not. */
  get target(): string {
    return this.settings?.target ?? '';
  }

  /**
   * Sends the other party of the active call to a target, or into another call of this phone.
   *
   * @returns once it is there; our own call has ended then
   * @throws {SipError} (as a rejection) why it did not get there; the call goes on then
   */
  async transfer(target: string | SipCall, call = this.activeCall): Promise<void> {
    const { transfer } = await loadTransfer();
    await transfer(this, call, target);
  }

  /**
   * Sends an instant message (RFC 3428).
   *
   * @param target the other party of the active call, else whom the attributes say to call, where it is not given
   * @throws {SipError} (as a rejection) why it was not delivered
   */
  async sendMessage(text: string, target?: string): Promise<void> {
    const { sendMessage } = await loadTransfer();
    await sendMessage(this, text, target);
  }

  /** Rates the call that has ended, 1 (worst) to 5; null says nothing, and is asked no more. */
  rate(rating: number | null): void {
    const call = this.#toRate;
    if (!this.#snapshot.toRate || !call) return;
    this.#know({ toRate: null });
    if (rating !== null) this.emit('rating', call, rating);
  }

  /** Sets how loud the other party and the tones are, 0 (silent) to 1. */
  setVolume(volume: number): void {
    const within = Math.min(1, Math.max(0, volume));
    if (within >= 0 && within !== this.#snapshot.volume) this.#know({ volume: within });
  }

  /** Makes the ringing of the present call quiet. */
  silence(): void {
    this.#know({ silenced: true });
  }

  /** Takes away what a call that is over, or an error, has left on the screen. */
  dismiss(): void {
    for (const { id } of this.#snapshot.calls.filter(({ endedAt }) => endedAt !== null)) this.#forget(id);
    const { active } = this.#snapshot;
    if (active) this.#dispatch({ type: 'call-known', id: active.id, known: { problem: null } });
    this.#know({ problem: null });
  }

  /** The browser refuses to play, or plays again. */
  setSoundBlocked(blocked: boolean): void {
    if (this.#snapshot.soundBlocked !== blocked) this.#know({ soundBlocked: blocked });
  }

  /** Shows an error that is no call's end, and tells of it. */
  report(error: SipError): void {
    this.#know({ problem: problemOf(error, platform.now()) });
    this.emit('problem', error);
  }

  /** Only the active call is heard by its far end, and can be held only once it is answered. */
  #holdOthers(active: SipCall | null): void {
    for (const call of this.calls) {
      if (call !== active && call.snapshot?.phase === 'connected') call.session?.hold();
    }
  }

  #addCall(direction: 'incoming' | 'outgoing', name: string): SipCall {
    const call = new SipCall(`call-${++calls}`, direction, this.#host);
    this.#calls.set(call.id, call);
    this.#dispatch({ type: 'call-added', id: call.id, direction, name });
    return call;
  }

  #incoming(session: CoreSession, offersVideo: boolean): void {
    // Another listener of the agent was faster.
    if (session.isEnded()) return;
    if (this.calls.length >= MOST_CALLS) return session.terminate({ status_code: 486 });
    const call = this.#addCall('incoming', nameOf(session));
    call.offersVideo = offersVideo;
    call.attach(session);
    let hidden = false;
    this.emit('incoming', call, () => (hidden = true));
    if (hidden) return;
    this.#dispatch({ type: 'call-known', id: call.id, known: { hidden: false } });
    const { autoAnswer = [] } = this.settings ?? {};
    if (this.#agent && isCaller(session, autoAnswer, this.#agent)) void answerAutomatically(this, call);
  }

  #closeAccount(): void {
    this.#account?.close();
    this.#account = null;
    this.#agent = null;
    this.#connection('none');
    this.#registered(false);
  }

  #watch(agent: CoreAgent): void {
    this.#agent = agent;
    this.#know({ standby: this.#account?.standby ?? false });
    // One that was let go of tells of its end, which is no news.
    const on = (event: AgentEventName, then: (told: AgentEvent) => void) =>
      agent.on(event, (told) => void (this.#agent === agent && then(told)));
    on('connecting', () => this.#connection('connecting'));
    on('connected', () => this.#connection('connected'));
    on('disconnected', () => this.#connection('disconnected'));
    on('registered', () => this.#registered(true));
    on('unregistered', () => this.#registered(false));
    on('registrationFailed', (event) => {
      this.#registered(false);
      // Without a connection there is an error of its own to show.
      if (agent.isConnected()) this.report(refusalOf(event));
    });
    on('newRTCSession', ({ originator, session, request }) => {
      if (originator === 'remote' && session) this.#incoming(session, offersVideo(request?.body));
    });
    on('newMessage', (event) => {
      const message = receivedMessage(event);
      if (message) this.emit('message', message);
    });
  }

  #connection(connection: Connection): void {
    const before = this.#snapshot.connection;
    const tries = connection === 'connecting';
    // Each new try after a loss would tell the user "connecting, no connection" in turns.
    if (connection === before || (tries && before === 'disconnected')) return;
    this.#know({ connection });
    if (!tries) this.emit('connection', connection === 'connected');
  }

  #registered(registered: boolean): void {
    const changed = this.#snapshot.registered !== registered;
    this.#know({ registered, standby: false, ...(registered && { problem: null }) });
    if (changed) this.emit('registration', registered);
  }

  #over(call: SipCall): void {
    if (call.snapshot?.startedAt) {
      this.#toRate = call;
      this.#know({ toRate: call.id });
    }
    if (this.#next && this.calls.length === 0) {
      const next = this.#next;
      this.#next = null;
      this.configure(next);
    }
    // A failure stays until somebody has read it; an end says itself.
    if (this.#host.find(call.id)?.phase === 'failed') return;
    platform.setTimeout(() => this.#forget(call.id), SHOW_END);
  }

  #forget(id: string): void {
    this.#calls.delete(id);
    this.#dispatch({ type: 'call-removed', id });
  }

  #get(call: CallSnapshot | null): SipCall | null {
    return call ? (this.#calls.get(call.id) ?? null) : null;
  }

  /** Takes what is known now of the phone. */
  #know(known: Extract<Fact, { type: 'known' }>['known']): void {
    this.#dispatch({ type: 'known', known });
  }

  #dispatch(fact: Fact): void {
    const before = this.#snapshot;
    this.#facts = reduce(this.#facts, fact);
    this.#snapshot = toSnapshot(this.#facts);
    this.emit('change', this.#snapshot, before);
  }
}

/** Most phones transfer nothing and send no message. */
async function loadTransfer() {
  try {
    return await import('./transfer.ts');
  } catch (cause) {
    throw new SipError('code-missing', String(cause), { cause });
  }
}

/** Whether RFC 4733 events were negotiated (RTCDTMFSender). */
function canSendEvents(session: CoreSession): boolean {
  const senders = session.connection?.getSenders() ?? [];
  return senders.some(({ dtmf }) => dtmf?.canInsertDTMF === true);
}
