import type { Notifier, Publisher, RTCSession, Subscriber, UA } from '../../src/index.ts';
import type { SeededRandom } from './random.ts';

/** What a listener of the application throws at times: nobody's error but its own, and reported as such. */
export class ListenerError extends Error {}

/** What the manual says that methods may throw in the wrong state. */
const ALLOWED = new Set(['INVALID_STATE_ERROR', 'NOT_READY_ERROR', 'NOT_SUPPORTED_ERROR']);

/** An application that hears everything, and does anything that an application may do, at random. */
export class FuzzedApplication {
  readonly #ua: UA;
  readonly #random: SeededRandom;
  readonly #threw: (error: unknown) => void;
  readonly #sessions: RTCSession[] = [];
  readonly #subscribers: Subscriber[] = [];
  readonly #publishers: Publisher[] = [];
  readonly #notifiers: Notifier[] = [];
  /** What waits for a decision of ours. */
  #undecided: (() => void)[] = [];

  constructor(ua: UA, random: SeededRandom, threw: (error: unknown) => void) {
    this.#ua = ua;
    this.#random = random;
    this.#threw = threw;
    ua.on('newRTCSession', ({ session, originator }) => {
      this.#watch(session);
      if (originator === 'remote') this.#decide(() => session.answer({ mediaConstraints: { audio: true } }));
    });
    ua.on('newMessage', ({ message, originator }) => {
      if (originator === 'remote' && random.chance(0.5)) this.#try(() => message.reject());
    });
    ua.on('newOptions', ({ message, originator }) => {
      if (originator === 'remote' && random.chance(0.5)) this.#try(() => message.accept());
    });
    ua.on('newSubscribe', ({ request }) => {
      if (random.chance(0.3)) return request.reply(403);
      // A SUBSCRIBE without a usable Contact makes no dialog: TypeError, and the application's to answer.
      if (!request.hasHeader('Contact')) return request.reply(400);
      this.#try(() => {
        const notifier = ua.notify(request, 'text/plain', { pending: random.chance(0.3) });
        this.#notifiers.push(notifier);
        notifier.start();
      });
    });
    for (const event of ['registered', 'unregistered', 'registrationFailed', 'sipEvent'] as const)
      ua.on(event, () => {});
  }

  /** Does one thing. Returns what it was. */
  act(): string {
    const actions = [...this.#uaActions(), ...this.#sessionActions(), ...this.#subscriptionActions()];
    const [name, action] = this.#random.pick(actions);
    this.#try(action);
    return name;
  }

  /** Decides all that waits for a decision. */
  decideAll(): void {
    for (const decide of this.#undecided.splice(0)) this.#try(decide);
  }

  #uaActions(): [string, () => void][] {
    const ua = this.#ua;
    const random = this.#random;
    return [
      ['call', () => void this.call()],
      ['call', () => void this.call()],
      ['sendMessage', () => void ua.sendMessage('bob', 'hello')],
      ['sendOptions', () => void ua.sendOptions('bob')],
      ['register', () => ua.register()],
      ['unregister', () => ua.unregister({ all: random.chance(0.3) })],
      ['terminateSessions', () => ua.terminateSessions()],
      ['decide', () => this.decideAll()],
      ['subscribe', () => this.#subscribe()],
      ['publish', () => void this.#publishers.push(ua.publish('bob', 'presence', 'open', { expires: 60 }))],
    ];
  }

  #sessionActions(): [string, () => void][] {
    const session = this.#sessions.length > 0 ? this.#random.pick(this.#sessions) : undefined;
    if (!session) return [];
    const random = this.#random;
    const useUpdate = random.chance(0.5);
    return [
      ['terminate', () => session.terminate()],
      ['terminate with a reason', () => session.terminate({ status_code: 486, body: 'x' })],
      ['answer', () => session.answer({ mediaConstraints: { audio: true } })],
      ['hold', () => void session.hold({ useUpdate })],
      ['unhold', () => void session.unhold({ useUpdate })],
      ['renegotiate', () => void session.renegotiate({ useUpdate })],
      ['mute', () => session.mute()],
      ['unmute', () => session.unmute()],
      ['sendDTMF', () => session.sendDTMF('1,2', { transportType: random.pick(['INFO', 'RFC2833']) })],
      ['sendInfo', () => session.sendInfo('text/plain', 'x')],
      ['refer', () => void session.refer('carol')],
      ['refer', () => void session.refer('dave')],
      ['attended refer', () => this.#referTo(session, random.pick(this.#sessions))],
      ['sendRequest', () => session.sendRequest('FOO', { eventHandlers: THROWING })],
      ['look', () => look(session)],
      ['promises', () => this.#await(session)],
      ['ICE', () => this.#reportIce(session)],
    ];
  }

  #subscriptionActions(): [string, () => void][] {
    const random = this.#random;
    const actions: [string, () => void][] = [];
    if (this.#subscribers.length > 0) {
      const subscriber = random.pick(this.#subscribers);
      actions.push(
        ['resubscribe', () => subscriber.subscribe()],
        ['unsubscribe', () => subscriber.terminate()],
      );
    }
    if (this.#publishers.length > 0) {
      const publisher = random.pick(this.#publishers);
      actions.push(
        ['republish', () => publisher.publish('closed')],
        ['unpublish', () => publisher.unpublish()],
      );
    }
    if (this.#notifiers.length > 0) {
      const notifier = random.pick(this.#notifiers);
      actions.push(
        ['notify', () => notifier.notify('x')],
        ['end a notifier', () => notifier.terminate(null, 'noresource')],
        ['activate a notifier', () => notifier.setActiveState()],
      );
    }
    return actions;
  }

  /** Answers every call that rings. */
  answerAll(): void {
    for (const session of this.#sessions) {
      if (session.direction === 'incoming')
        this.#try(() => session.answer({ mediaConstraints: { audio: true } }));
    }
  }

  /** Places a call. */
  call(): RTCSession {
    const random = this.#random;
    return this.#ua.call('bob', {
      mediaConstraints: { audio: true, video: false },
      anonymous: random.chance(0.2),
      lateOffer: random.chance(0.2),
      followRedirects: random.below(3),
    });
  }

  #subscribe(): void {
    const subscriber = this.#ua.subscribe('bob', 'presence', 'text/plain', {
      expires: this.#random.pick([0, 60, 900]),
    });
    this.#subscribers.push(subscriber);
    subscriber.subscribe();
  }

  #referTo(session: RTCSession, replaces: RTCSession): void {
    try {
      session.refer('carol', { replaces });
    } catch (error) {
      // "replaces: the call has no dialog"
      if (!(error instanceof TypeError)) throw error;
    }
  }

  #await(session: RTCSession): void {
    const promises = [
      session.whenAnswered(),
      session.whenEnded(),
      session.whenHeld(),
      session.whenRenegotiated(),
    ];
    for (const promise of promises) promise.catch(() => {});
  }

  #reportIce(session: RTCSession): void {
    const state = this.#random.pick(['connected', 'failed', 'disconnected', 'completed'] as const);
    const connection = session.connection as unknown as { reportIce(state: string): void } | undefined;
    connection?.reportIce(state);
  }

  #watch(session: RTCSession): void {
    const random = this.#random;
    this.#sessions.push(session);
    session.on('refer', ({ accept, reject }) =>
      this.#decide(() => (random.chance(0.5) ? accept(...this.#handler()) : reject())),
    );
    session.on('replaces', ({ accept, reject }) =>
      this.#decide(() => (random.chance(0.7) ? accept(...this.#handler()) : reject())),
    );
    for (const event of ['reinvite', 'update'] as const)
      session.on(event, ({ reject }) => random.chance(0.2) && reject());
    session.on('sdp', (event) => random.chance(0.02) && (event.sdp = 'rubbish'));
    session.on('icecandidate', ({ ready }) => random.chance(0.3) && ready());
    for (const event of ENDING) {
      session.on(event, () => {
        if (random.chance(0.02)) this.#try(() => session.terminate());
        if (random.chance(0.01)) throw new ListenerError(event);
      });
    }
  }

  /** What takes a new call: often nothing, so that `newRTCSession` tells of it. */
  #handler(): ((session: RTCSession) => void)[] {
    if (this.#random.chance(0.7)) return [];
    const throws = this.#random.chance(0.3);
    return [
      (session) => {
        this.#watch(session);
        if (throws) throw new ListenerError('handler');
      },
    ];
  }

  #decide(action: () => void): void {
    if (this.#random.chance(0.6)) this.#try(action);
    else this.#undecided.push(action);
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof Error && ALLOWED.has(error.name))) this.#threw(error);
    }
  }
}

const fail = () => {
  throw new ListenerError('handler of sendRequest');
};
const THROWING = {
  onSuccessResponse: fail,
  onErrorResponse: fail,
  onRequestTimeout: fail,
  onTransportError: fail,
};

/** Events whose listeners may end the call. */
const ENDING = [
  ...(['peerconnection', 'connecting', 'sending', 'progress', 'accepted', 'confirmed', 'ended'] as const),
  ...(['failed', 'newDTMF', 'newInfo', 'hold', 'unhold', 'sdp', 'reinvite', 'update', 'refer'] as const),
];

function look(session: RTCSession): void {
  void [session.id, session.status, session.contact, session.asserted_identity, session.verification];
  void [session.diversion, session.history, session.isOnHold(), session.isMuted(), session.remote_identity];
}
