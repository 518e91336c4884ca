/** One class for each event of the elements. All bubble and leave shadow trees. */
import type { Sickness } from '../src/call/recovery-table.ts';
import type { ErrorCode } from '../src/errors.ts';
import { SipEvent, SipCallRequestEvent, SipErrorEvent, SipStateChangeEvent } from './launch-events.ts';
import type { Device, DeviceKind } from '../src/media/choose-device.ts';
import type { QualitySummary } from '../src/media/quality-summary.ts';
import type { QualityWarning, QualityWarningName } from '../src/media/quality-warnings.ts';
import type { ReceivedMessage, Transfer } from './store/phone-events.ts';
import type { CallEnd, SipCall } from './store/sip-call.ts';

export { SipCallRequestEvent, SipErrorEvent, SipStateChangeEvent };

class SipCallEvent extends SipEvent {
  /** The call; its session of the core is `call.session`. */
  readonly call: SipCall;

  constructor(type: string, call: SipCall, cancelable = false) {
    super(type, cancelable);
    this.call = call;
  }
}

/** A call came in. Canceling it keeps the element from showing it and from ringing. */
export class SipCallIncomingEvent extends SipCallEvent {
  constructor(call: SipCall) {
    super('sip-call-incoming', call, true);
  }
}

/** It rings at the other party, or sound comes before the answer. */
export class SipCallProgressEvent extends SipCallEvent {
  constructor(call: SipCall) {
    super('sip-call-progress', call);
  }
}

/** The call waits in a queue (182), or moved up in it. */
export class SipCallQueuedEvent extends SipCallEvent {
  /** The place in the queue, 1 is next; null where the server does not tell. */
  readonly position: number | null;

  constructor(call: SipCall) {
    super('sip-call-queued', call);
    this.position = call.snapshot?.queuePosition ?? null;
  }
}

/** The call was answered. */
export class SipCallAcceptedEvent extends SipCallEvent {
  constructor(call: SipCall) {
    super('sip-call-accepted', call);
  }
}

/** The answer was acknowledged. */
export class SipCallConfirmedEvent extends SipCallEvent {
  constructor(call: SipCall) {
    super('sip-call-confirmed', call);
  }
}

/** The call was put on hold or taken off, by either side: `call.snapshot.hold`. */
export class SipCallHoldEvent extends SipCallEvent {
  constructor(call: SipCall) {
    super('sip-call-hold', call);
  }
}

/** The microphone was switched off or on for the call: `call.snapshot.muted`. */
export class SipCallMuteEvent extends SipCallEvent {
  constructor(call: SipCall) {
    super('sip-call-mute', call);
  }
}

/** A warning of the call's quality began or ended: `call.snapshot.quality` has all that are active. */
export class SipCallQualityEvent extends SipCallEvent {
  /**
   * `mos`, `loss`, `sent-loss`, `jitter`, `round-trip`, `concealment`, `remote-silent`, `microphone-silent` or
   * `no-media`.
   */
  readonly warning: QualityWarningName;
  /** True when it began, false when it ended. */
  readonly active: boolean;
  /** What was measured: a score, a share of 1, milliseconds or dBFS; null where it can no longer be measured. */
  readonly value: number | null;
  /** What is still good. */
  readonly limit: number;

  constructor(call: SipCall, { name, active, value, limit }: QualityWarning) {
    super('sip-call-quality', call);
    this.warning = name;
    this.active = active;
    this.value = value;
    this.limit = limit;
  }
}

/** A tone was sent or received. */
export class SipCallDtmfEvent extends SipCallEvent {
  /** One of `0-9 A-D * #`. */
  readonly tone: string;
  /** `local` or `remote`. */
  readonly originator: string;

  constructor(call: SipCall, tone: string, originator: string) {
    super('sip-call-dtmf', call);
    this.tone = tone;
    this.originator = originator;
  }
}

/**
 * There is something new to hear or to see (`call.remoteStream`, `call.remoteVideo`), or something else is sent: the
 * microphone, the camera or the screen, `call.snapshot.media`.
 */
export class SipCallMediaEvent extends SipCallEvent {
  constructor(call: SipCall) {
    super('sip-call-media', call);
  }
}

class SipCallLossEvent extends SipCallEvent {
  /** Whether the connection to the server is lost, or was until now: one can go on talking. */
  readonly signalling: boolean;
  /** Whether the two parties do not hear each other, or did not until now. */
  readonly media: boolean;

  constructor(type: string, call: SipCall, { signalling, media }: Sickness) {
    super(type, call);
    this.signalling = signalling;
    this.media = media;
  }
}

/** The server, the sound, or both were lost during a call, or one of them is back; the call goes on. */
export class SipCallReconnectingEvent extends SipCallLossEvent {
  constructor(call: SipCall, lost: Sickness) {
    super('sip-call-reconnecting', call, lost);
  }
}

/** Nothing is lost any more: what had been is told. */
export class SipCallReconnectedEvent extends SipCallLossEvent {
  constructor(call: SipCall, was: Sickness) {
    super('sip-call-reconnected', call, was);
  }
}

/** A call that had been answered ended. */
export class SipCallEndedEvent extends SipCallEvent {
  /** The core's cause. */
  readonly cause: string;
  /** `local`, `remote` or `system`. */
  readonly originator: string;
  /** Seconds. */
  readonly duration: number;
  /** How it sounded: MOS, loss, jitter, round trip, each on average and at its worst. */
  readonly quality: QualitySummary;

  constructor(call: SipCall, end: CallEnd) {
    super('sip-call-ended', call);
    this.cause = end.cause;
    this.originator = end.originator;
    this.duration = end.duration;
    this.quality = end.quality;
  }
}

/** A call ended that was never answered. */
export class SipCallFailedEvent extends SipCallEvent {
  /** Of the register of errors. */
  readonly code: ErrorCode;
  /** The core's cause. */
  readonly cause: string;
  /** The status of the server's answer, null where there was none. */
  readonly status: number | null;
  /** Whether the same call may work later. */
  readonly retryable: boolean;
  /** In how many seconds, where the server told (Retry-After); null where it did not. */
  readonly retryAfter: number | null;

  constructor(
    call: SipCall,
    failure: {
      code: ErrorCode;
      cause: string;
      status: number | null;
      retryable: boolean;
      retryAfter: number | null;
    },
  ) {
    super('sip-call-failed', call);
    this.code = failure.code;
    this.cause = failure.cause;
    this.status = failure.status;
    this.retryable = failure.retryable;
    this.retryAfter = failure.retryAfter;
  }
}

/** The other party is being sent elsewhere (`started`), is there (`accepted`), or could not be (`failed`). */
export class SipCallTransferEvent extends SipCallEvent {
  /** Where to. Not `target`: that is the element, as in every event (DOM, `Event.target`). */
  readonly transferTarget: string;
  readonly status: Transfer['status'];

  constructor(call: SipCall, { target, status }: Transfer) {
    super('sip-call-transfer', call);
    this.transferTarget = target;
    this.status = status;
  }
}

/** The user rated a call that has ended. */
export class SipRatingEvent extends SipCallEvent {
  /** 1 (worst) to 5. */
  readonly rating: number;

  constructor(call: SipCall, rating: number) {
    super('sip-rating', call);
    this.rating = rating;
  }
}

/** An instant message came. All of it is text of a peer: never markup. */
export class SipMessageEvent extends SipEvent implements ReceivedMessage {
  /** The sender's URI. */
  readonly from: string;
  /** The sender's name, or user part. */
  readonly name: string;
  readonly text: string;
  readonly contentType: string;

  constructor(message: ReceivedMessage) {
    super('sip-message');
    this.from = message.from;
    this.name = message.name;
    this.text = message.text;
    this.contentType = message.contentType;
  }
}

/** The user agreed to the call, or did not. Asked once a session of the browser. */
export class SipConsentEvent extends SipEvent {
  readonly given: boolean;

  constructor(given: boolean) {
    super('sip-consent');
    this.given = given;
  }
}

/** The account was registered, or is no longer. */
export class SipRegistrationChangeEvent extends SipEvent {
  readonly registered: boolean;

  constructor(registered: boolean) {
    super('sip-registration-change');
    this.registered = registered;
  }
}

/** The connection to the server was made or lost. */
export class SipConnectionChangeEvent extends SipEvent {
  readonly connected: boolean;

  constructor(connected: boolean) {
    super('sip-connection-change');
    this.connected = connected;
  }
}

/** Devices of a kind came or went, or another one is used. */
export class SipDeviceChangeEvent extends SipEvent {
  readonly kind: DeviceKind;
  /** What is used of that kind; null where there is none, or none was allowed yet. */
  readonly device: Device | null;

  constructor(kind: DeviceKind, device: Device | null) {
    super('sip-device-change');
    this.kind = kind;
    this.device = device;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'sip-device-change': SipDeviceChangeEvent;
    'sip-call-request': SipCallRequestEvent;
    'sip-call-incoming': SipCallIncomingEvent;
    'sip-call-progress': SipCallProgressEvent;
    'sip-call-queued': SipCallQueuedEvent;
    'sip-call-accepted': SipCallAcceptedEvent;
    'sip-call-confirmed': SipCallConfirmedEvent;
    'sip-call-hold': SipCallHoldEvent;
    'sip-call-mute': SipCallMuteEvent;
    'sip-call-dtmf': SipCallDtmfEvent;
    'sip-call-quality': SipCallQualityEvent;
    'sip-call-media': SipCallMediaEvent;
    'sip-call-reconnecting': SipCallReconnectingEvent;
    'sip-call-reconnected': SipCallReconnectedEvent;
    'sip-call-ended': SipCallEndedEvent;
    'sip-call-failed': SipCallFailedEvent;
    'sip-call-transfer': SipCallTransferEvent;
    'sip-rating': SipRatingEvent;
    'sip-message': SipMessageEvent;
    'sip-consent': SipConsentEvent;
    'sip-registration-change': SipRegistrationChangeEvent;
    'sip-connection-change': SipConnectionChangeEvent;
    'sip-state-change': SipStateChangeEvent;
    'sip-error': SipErrorEvent;
  }
}
