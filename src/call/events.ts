import type { URI } from '../grammar/uri.ts';
import type { IncomingMessage, IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { MediaKinds } from '../media/call-media.ts';
import type { DTMF } from './dtmf.ts';
import type { Info } from './info.ts';
import type { Sickness } from './recovery-table.ts';
import type { RTCSession } from './rtc-session.ts';

/** Who began it: we, the far end, or nobody (a timer, the network). */
export type Originator = 'local' | 'remote' | 'system';

/** Why a call ended, as RFC 3326 tells it. */
export interface ReasonValue {
  protocol: string;
  cause: number | undefined;
  text: string | undefined;
}

/** Of `ended` and `failed`. */
export interface EndEvent {
  originator: Originator;
  /** What ended it, where the far end did. */
  message: IncomingMessage | null;
  /** One of `C.causes`. */
  cause: string;
  /** What the far end said of it (RFC 3326), where it did. */
  reason?: ReasonValue;
}

/** Options for refusing a request. */
export interface RejectOptions {
  extraHeaders?: string[];
  /** 300–699. */
  status_code?: number;
  reason_phrase?: string;
}

/** Of `reinvite` and `update`. */
export interface ReofferEvent {
  request: IncomingRequest;
  /** A function that is set here runs once the request was accepted and answered. */
  callback: (() => void) | undefined;
  /** Refuses it: 403 by default. */
  reject(options?: RejectOptions): void;
}

/** Of `refer`. */
export interface ReferEvent {
  /** Its `refer_to` is where we are sent. */
  request: IncomingRequest;
  /**
   * Makes the call and tells the referrer how it goes. `handler` is told of the new call; without it the UA's
   * `newRTCSession` fires. `options` are those of `ua.call()`.
   */
  accept(handler?: (session: RTCSession) => void, options?: CallOptions): void;
  reject(): void;
}

/** Of `replaces`. */
export interface ReplacesEvent {
  /** The INVITE that wants to take this call over. */
  request: IncomingRequest;
  /** Takes it; this call ends when the new one is up. `handler` is told of the new call, or the UA's `newRTCSession`. */
  accept(handler?: (session: RTCSession) => void): void;
  reject(): void;
}

/** Of `sdp`. Changing `sdp` changes what is used or sent. */
export interface SdpEvent {
  originator: 'local' | 'remote';
  type: 'offer' | 'answer';
  sdp: string;
}

/** Of `negotiationfailed`. */
export interface NegotiationFailedEvent {
  originator: Originator;
  /** `INVITE` or `UPDATE`. */
  method: string;
  response?: IncomingResponse;
  cause: string;
}

/** The events of a call (manual: class RTCSession). */
export type SessionEvents = {
  peerconnection: [{ peerconnection: RTCPeerConnection }];
  connecting: [{ request: IncomingRequest | OutgoingRequest }];
  sending: [{ request: OutgoingRequest }];
  progress: [{ originator: 'local' | 'remote'; response?: IncomingResponse }];
  accepted: [{ originator: 'local' | 'remote'; response?: IncomingResponse }];
  confirmed: [{ originator: 'local' | 'remote'; response?: IncomingResponse; ack?: IncomingRequest }];
  ended: [EndEvent];
  failed: [EndEvent];
  newDTMF: [
    { originator: 'local' | 'remote'; dtmf: DTMF; request: IncomingRequest | OutgoingRequest | null },
  ];
  newInfo: [{ originator: 'local' | 'remote'; info: Info; request: IncomingRequest | OutgoingRequest }];
  hold: [{ originator: 'local' | 'remote' }];
  unhold: [{ originator: 'local' | 'remote' }];
  muted: [Required<MediaKinds>];
  unmuted: [Required<MediaKinds>];
  reinvite: [ReofferEvent];
  update: [ReofferEvent];
  refer: [ReferEvent];
  replaces: [ReplacesEvent];
  sdp: [SdpEvent];
  negotiationfailed: [NegotiationFailedEvent];
  /** Something is lost, or more of it, or less: this is. The call goes on, and what can be done is being done. */
  reconnecting: [Sickness];
  /** All is well again; these had been lost. */
  reconnected: [Sickness];
  icecandidate: [{ candidate: RTCIceCandidate; ready: () => void }];
  getusermediafailed: [unknown];
  'peerconnection:createofferfailed': [unknown];
  'peerconnection:createanswerfailed': [unknown];
  'peerconnection:setlocaldescriptionfailed': [unknown];
  'peerconnection:setremotedescriptionfailed': [unknown];
};

/** Handlers by event name, bound before anything can fire (options `eventHandlers`). */
export type EventHandlers = { [E in keyof SessionEvents]?: (...args: SessionEvents[E]) => void };

/** Options of `ua.call()` (manual). */
export interface CallOptions {
  /** What to open with getUserMedia; both true by default. */
  mediaConstraints?: MediaStreamConstraints;
  /** Sent to the far end instead of one from getUserMedia; it stays yours to stop. */
  mediaStream?: MediaStream;
  pcConfig?: RTCConfiguration;
  /** Kept for old code: browsers ignore it. */
  rtcConstraints?: object;
  rtcOfferConstraints?: RTCOfferOptions;
  rtcAnswerConstraints?: RTCAnswerOptions;
  eventHandlers?: EventHandlers;
  /** Header lines of the INVITE, `X-Foo: bar`. */
  extraHeaders?: string[];
  /** RFC 3323. */
  anonymous?: boolean;
  /** User and display name of From, where they are not the account's. */
  fromUserName?: string;
  fromDisplayName?: string;
  /** The application's own; it becomes `session.data`. */
  data?: unknown;
  /** Seconds; 90 by default and at least (RFC 4028). */
  sessionTimersExpires?: number;
  /** An INVITE without an offer: the 200 offers, the ACK answers. */
  lateOffer?: boolean;
  /** How many contacts of a 3xx are tried, most wanted first; 0 by default. The small agent tries none. */
  followRedirects?: number;
}

/** Options of `session.answer()` (manual). */
export interface AnswerOptions {
  /** Header lines of the 200. */
  extraHeaders?: string[];
  /** By default what the offer holds. */
  mediaConstraints?: MediaStreamConstraints;
  mediaStream?: MediaStream;
  pcConfig?: RTCConfiguration;
  /** Kept for old code: browsers ignore it. */
  rtcConstraints?: object;
  rtcAnswerConstraints?: RTCAnswerOptions;
  /** For a later re-INVITE without an offer. */
  rtcOfferConstraints?: RTCOfferOptions;
  /** Seconds; 90 by default and at least (RFC 4028). */
  sessionTimersExpires?: number;
}

/** Options of `session.terminate()` (manual). */
export interface TerminateOptions {
  extraHeaders?: string[];
  /** With its own Content-Type among the headers. */
  body?: string;
  /** 300–699; 200–699 where it becomes the Reason of a CANCEL. */
  status_code?: number;
  reason_phrase?: string;
  /** One of `C.causes`; told by the event. */
  cause?: string;
}

/** Options of `session.sendRequest()`; the handlers are the reference's. */
export interface SendRequestOptions {
  extraHeaders?: string[];
  /** With its own Content-Type among the headers. */
  body?: string;
  eventHandlers?: {
    onSuccessResponse?(response: IncomingResponse): void;
    onErrorResponse?(response: IncomingResponse): void;
    onTransportError?(): void;
    onRequestTimeout?(): void;
    /** The far end knows nothing of the dialog any more: 408 or 481. */
    onDialogError?(response: IncomingResponse): void;
  };
}

/** Options of hold, unhold and renegotiate (manual). */
export interface RenegotiateOptions {
  /** By UPDATE (RFC 3311) rather than by re-INVITE. */
  useUpdate?: boolean;
  extraHeaders?: string[];
  rtcOfferConstraints?: RTCOfferOptions;
}

/** What a call can be made to. */
export type Target = string | URI;
