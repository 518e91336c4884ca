import { createLog } from '../log.ts';
import * as causes from '../causes.ts';
import type { Dialog } from '../dialog/dialog.ts';
import { dialogKey } from '../dialog/dialog.ts';
import { sendInDialog } from '../dialog/send-in-dialog.ts';
import { NOBODY } from '../transaction/client-transaction.ts';
import { CallMedia } from '../media/call-media.ts';
import type { IncomingMessage, IncomingRequest } from '../message/incoming.ts';
import { reasonPhrase } from '../message/reason-phrases.ts';
import { platform, type Timer } from '../platform.ts';
import type { RequestUser } from '../transaction/request-sender.ts';
import type { EndEvent, Originator, SessionEvents, Target, TerminateOptions } from './events.ts';
import type { DTMFSender } from './dtmf.ts';
import type { Hold } from './hold.ts';
import type { CallHost } from './host.ts';
import { receiveInDialog } from './in-dialog.ts';
import type { Retry } from './invite-again.ts';
import { CallOver, Lifetime } from './lifetime.ts';
import { Negotiation } from './negotiation.ts';
import type { AnnounceOffer } from './offer-events.ts';
import type { OwnOffers } from './own-offers.ts';
import type { Recovery } from './recovery.ts';
import type { ReferOptions, ReferSubscriber } from './refer-subscriber.ts';
import type { ReliableResponses } from './reliable-provisional.ts';
import { RemoteOffers } from './remote-offers.ts';
import type { CallSession } from './session.ts';
import type { SessionTimers } from './session-timers.ts';
import {
  callTable,
  isEnded,
  isInProgress,
  type CallEffect,
  type CallEvent,
  type CallState,
} from './state.ts';

const debug = createLog('sip-elements:call:call');

/** How and why a call ends. */
export interface Ending {
  originator: Originator;
  cause: string;
  message?: EndEvent['message'];
  /** What goes into the CANCEL, the final response or the BYE. */
  options?: TerminateOptions;
}

/** What the INVITE of a call does when the table asks for it. */
export interface Inviter {
  /** Cancels the INVITE that we sent. */
  cancel?(options: TerminateOptions): void;
  /** Refuses the INVITE that came. */
  reject?(options: TerminateOptions): void;
  /** The ACK of our 2xx came. Returns whether it was waited for. */
  acknowledged?(ack: IncomingRequest): boolean;
  /** Whether a BYE must wait, for the ACK of our 2xx; it then calls {@link Call.sendBye} itself. */
  holdsBye?(options: TerminateOptions): boolean;
}

/** What the parts of a call share: its state, its dialogs, its media, and its life. */
export class Call {
  readonly session: CallSession;
  readonly host: CallHost;
  readonly life = new Lifetime();
  inviter: Inviter = {};
  /** The peer connection and the stream that it sends; from {@link openMedia} on. */
  media: CallMedia | undefined;
  /** Its offers and answers. */
  negotiation: Negotiation | undefined;
  /** New offers of the far end. */
  readonly remoteOffers = new RemoteOffers(this);
  /** The dialog of the call: the one that was confirmed, else the newest early one. */
  dialog: Dialog | undefined;
  /** Takes a request of a method inside the dialog; features add theirs. */
  readonly methods = new Map<string, (request: IncomingRequest) => void>();
  /** RFC 4028, where that feature is installed. */
  timers: SessionTimers | undefined;
  /** RFC 3262, where that feature is installed. */
  reliable: ReliableResponses | undefined;
  /** What may be done about a refusal of our INVITE, one after another; features add theirs. */
  readonly retries: Retry[] = [];
  /** Asks the application about new offers of the far end, where that feature is installed. */
  announceOffer: AnnounceOffer | undefined;
  /** Makes new offers, where that feature is installed. */
  ownOffers: OwnOffers | undefined;
  /** Knows who holds whom, where that feature is installed. */
  hold: Hold | undefined;
  /** Sends tones, where that feature is installed. */
  dtmf: DTMFSender | undefined;
  /** Heals signalling and media, where that feature is installed; without it the call ends where ICE fails. */
  recovery: Recovery | undefined;
  /** Sends a REFER, where that feature is installed. */
  refer: ((target: Target, options: ReferOptions) => ReferSubscriber | false) | undefined;
  /** The INVITE that came, or the newest answer to ours: it says who the far end is. */
  peerMessage: IncomingMessage | undefined;
  startTime: Date | null = null;
  endTime: Date | null = null;
  /** How and why the call ended, as it was told. */
  endEvent: EndEvent | undefined;

  readonly #dialogs = new Map<string, Dialog>();
  readonly #timers = new Set<Timer>();
  #byeHeld = false;
  #state: CallState = 'NULL';

  constructor(session: CallSession, host: CallHost) {
    this.session = session;
    this.host = host;
    host.install(this);
  }

  get state(): CallState {
    return this.#state;
  }

  get ended(): boolean {
    return isEnded(this.#state);
  }

  emit<E extends keyof SessionEvents>(event: E, ...args: SessionEvents[E]): void {
    this.session.emit(event, ...args);
  }

  /** Makes the peer connection. */
  openMedia(configuration: RTCConfiguration | undefined): CallMedia {
    const media = (this.media = new CallMedia(
      configuration,
      {
        candidate: (candidate, ready) => this.emit('icecandidate', { candidate, ready }),
        iceState: (state) => {
          if (this.recovery) this.recovery.iceStateChanged(state);
          else if (state === 'failed') this.giveUp(causes.RTP_TIMEOUT);
        },
        failed: (stage, error) => this.emit(`peerconnection:${stage}failed`, error),
      },
      this.life.signal,
    ));
    this.negotiation = new Negotiation(media, {
      sdp: (originator, type, sdp, hold) => {
        const event = { originator, type, sdp };
        if (originator === 'local') this.hold?.direct(event, hold);
        this.emit('sdp', event);
        this.hold?.read(event);
        return event.sdp;
      },
      early: () => isInProgress(this.#state),
      agreed: () => this.hold?.agreed(),
    });
    return media;
  }

  /**
   * Takes the stream of the application, else opens microphone and camera as `constraints` say.
   * @throws CallOver where they are refused: that ends the call.
   */
  async openStream(stream: MediaStream | undefined, constraints: MediaStreamConstraints): Promise<void> {
    if (stream) return this.media?.useStream(stream);
    try {
      await this.life.during(this.media?.openStream(constraints));
    } catch (error) {
      if (error instanceof CallOver) throw error;
      this.emit('getusermediafailed', error);
      this.fail(480, causes.USER_DENIED_MEDIA_ACCESS);
      throw new CallOver();
    }
  }

  /** The headers of what offers or answers inside the dialog. */
  offerHeaders(): string[] {
    const { host } = this;
    return [host.contactHeader(), `Allow: ${host.allow()}`, `Supported: ${host.supported()}`];
  }

  /** We cannot go on; `status_code` says so to the far end. */
  fail(status_code: number, cause: string): void {
    this.step('fail', { originator: 'local', cause, options: { status_code } });
  }

  /** Nothing helps any more, nobody is heard or answers: an honest end. */
  giveUp(cause: string): void {
    this.step('terminate', {
      originator: 'system',
      cause,
      options: { status_code: 408, reason_phrase: cause },
    });
  }

  /**
   * Moves the call on. Returns whether the event meant anything in the present state.
   * @param ending For each event that may end it.
   */
  step(event: CallEvent, ending?: Ending): boolean {
    const next = callTable[this.#state][event];
    if (!next) return false;
    const [state, ...effects] = next;
    debug('%s: %s, %s → %s', this.session.id, event, this.#state, state);
    this.#state = state;
    for (const effect of effects) if (ending) this.#run(effect, ending);
    return true;
  }

  /** Registers a dialog, so that its requests come here. */
  addDialog(dialog: Dialog): void {
    this.#dialogs.set(dialogKey(dialog.id), dialog);
    this.host.signalling.addDialog(dialog, {
      receiveRequest: (request, transaction) => receiveInDialog(this, request, transaction),
    });
    this.dialog = dialog;
  }

  /** The dialog that a response with this tag belongs to. */
  findDialog(callId: string, localTag: string, remoteTag: string): Dialog | undefined {
    return this.#dialogs.get(dialogKey({ callId, localTag, remoteTag }));
  }

  /** One dialog was confirmed: the others were branches of a fork that lost. */
  keepOnly(dialog: Dialog): void {
    this.dialog = dialog;
    for (const [key, other] of this.#dialogs) {
      if (other === dialog) continue;
      this.#dialogs.delete(key);
      this.host.signalling.removeDialog(other);
    }
  }

  /** A timer that stops with the call; `ms` from now. */
  setTimeout(callback: () => void, ms: number): Timer {
    const timer = platform.setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: Timer): void {
    this.#timers.delete(timer);
    platform.clearTimeout(timer);
  }

  /** Sends a BYE in a dialog. */
  sendBye(options: TerminateOptions = {}, dialog = this.dialog): void {
    if (!dialog) return;
    const extraHeaders = [...(options.extraHeaders ?? []), ...reasonHeader(options)];
    // The call is over: nobody waits for the answer.
    this.send(dialog, 'BYE', { extraHeaders, body: options.body ?? null }, NOBODY);
    if (this.ended) this.host.signalling.removeDialog(dialog);
  }

  /**
   * Sends a request inside a dialog; on the next connection where this one is gone.
   * @param wanted When this aborts, it is not sent any more, and an INVITE without an answer is cancelled.
   */
  send(
    dialog: Dialog,
    method: string,
    content: { extraHeaders?: string[]; body?: string | null },
    user: RequestUser,
    wanted?: AbortSignal,
  ): void {
    // A BYE is sent when the call is over.
    const call = method === 'BYE' ? undefined : this.life.signal;
    const life = call && wanted ? AbortSignal.any([call, wanted]) : call;
    sendInDialog(dialog, method, content, user, this.host.signalling, life);
  }

  #run(effect: CallEffect, ending: Ending): void {
    const options = ending.options ?? {};
    switch (effect) {
      case 'CANCEL':
        this.inviter.cancel?.(options);
        break;
      case 'reject':
        this.inviter.reject?.(options);
        break;
      case 'BYE':
        this.#byeHeld = this.inviter.holdsBye?.(options) ?? false;
        if (!this.#byeHeld) this.sendBye(options);
        break;
      case 'failed':
      case 'ended':
        this.#end(effect, ending);
    }
  }

  #end(event: 'ended' | 'failed', { originator, cause, message }: Ending): void {
    this.endTime = new Date(platform.now());
    this.life.end();
    for (const timer of this.#timers) platform.clearTimeout(timer);
    this.#timers.clear();
    this.media?.close();
    for (const dialog of this.#dialogs.values()) {
      // A BYE that waits for an ACK needs the dialog: that is where the ACK comes.
      if (!this.#byeHeld || dialog !== this.dialog) this.host.signalling.removeDialog(dialog);
    }
    this.#dialogs.clear();
    this.host.forget(this.session);
    const told = originator === 'remote' ? (message ?? null) : null;
    const reason = told?.parseHeader('Reason');
    this.endEvent = {
      originator,
      cause,
      message: told,
      ...(reason && { reason: { protocol: reason.protocol, cause: reason.cause, text: reason.text } }),
    };
    this.emit(event, this.endEvent);
  }
}

/** RFC 3326: the status code and phrase with which a call is ended. */
export function reasonHeader({ status_code, reason_phrase }: TerminateOptions): string[] {
  if (status_code === undefined) return [];
  const text = (reason_phrase ?? reasonPhrase(status_code)).replace(/["\\]/g, '\\$&');
  return [`Reason: SIP ;cause=${status_code}; text="${text}"`];
}
