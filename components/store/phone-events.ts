import type { Sickness } from '../../src/call/recovery-table.ts';
import type { SipError } from '../../src/errors.ts';
import type { DeviceKind } from '../../src/media/choose-device.ts';
import type { QualityWarning } from '../../src/media/quality-warnings.ts';
import type { CallEnd, CallFailure, SipCall } from './sip-call.ts';
import type { PhoneSnapshot } from './snapshot.ts';

/** What a store tells; the elements make DOM events of it. */
export type PhoneStoreEvents = {
  /** A call is asked for; nothing has happened yet. A listener may change or cancel the request. */
  request: [request: CallRequest];
  /** Something is to be seen: the snapshot, and the one before. */
  change: [snapshot: PhoneSnapshot, before: PhoneSnapshot];
  /** A call came in. `hide()` keeps it from being shown and rung for. */
  incoming: [call: SipCall, hide: () => void];
  progress: [call: SipCall];
  accepted: [call: SipCall];
  confirmed: [call: SipCall];
  hold: [call: SipCall];
  mute: [call: SipCall];
  /** Server or sound, or both, are lost, and being made again. */
  reconnecting: [call: SipCall, lost: Sickness];
  /** Nothing is lost any more; this had been. */
  reconnected: [call: SipCall, was: Sickness];
  /** There is something new to hear or to see, or something else is sent. */
  media: [call: SipCall];
  /** Devices came or went, or another one is used. */
  devices: [kinds: readonly DeviceKind[]];
  /** A warning of the call's quality began or ended. */
  quality: [call: SipCall, warning: QualityWarning];
  dtmf: [call: SipCall, tone: string, originator: string];
  /** The other party is being sent elsewhere, is there, or could not be. */
  transfer: [call: SipCall, transfer: Transfer];
  /** The user rated a call that has ended, 1 (worst) to 5. */
  rating: [call: SipCall, rating: number];
  /** An instant message came (RFC 3428). */
  message: [message: ReceivedMessage];
  ended: [call: SipCall, end: CallEnd];
  failed: [call: SipCall, failure: CallFailure];
  connection: [connected: boolean];
  registration: [registered: boolean];
  /** Something went wrong that is no call's end. */
  problem: [error: SipError];
};

/** Options of {@link PhoneStore.call}. */
export interface PhoneCallOptions {
  /** Sent instead of the microphone's; its tracks stay the application's. */
  mediaStream?: MediaStream;
  /** A microphone that is being opened already, in the task of a click; the call stops its tracks at the end. */
  microphone?: Promise<MediaStream>;
  /** Whether to show the camera; the attribute's where it is not given. */
  video?: boolean;
  /** Whole header lines for the INVITE, besides those of the attributes. */
  extraHeaders?: string[];
  /** The caller's name for this call; the account's where it is not given. */
  displayName?: string;
  /** RFC 3323; the attribute's where it is not given. */
  anonymous?: boolean;
}

/** How a transfer stands. */
export interface Transfer {
  /** Where to: what was asked for, or the other party of the call that it goes into. */
  target: string;
  status: 'started' | 'accepted' | 'failed';
}

/** An instant message that came. All of it is text of a peer: never markup. */
export interface ReceivedMessage {
  /** The sender's URI. */
  from: string;
  /** The sender's name, or user part. */
  name: string;
  text: string;
  contentType: string;
}

/** A call that is about to be made. */
export interface CallRequest {
  target: string;
  options: PhoneCallOptions;
  canceled: boolean;
  /** Where a listener has to know more before it can say whether there is something against the call: once it does. */
  after?: Promise<void>;
}
