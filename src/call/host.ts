import type { Dialog } from '../dialog/dialog.ts';
import type { DialogSender } from '../dialog/send-in-dialog.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Call } from './call.ts';
import type { CallOptions, Target } from './events.ts';
import type { RTCSession } from './session.ts';

/** The part of the UA's configuration that a call needs. */
export interface CallConfiguration {
  readonly uri: URI;
  readonly display_name: string | null;
  readonly user_agent: string;
  readonly extra_headers: readonly string[] | null;
  /** Seconds. */
  readonly no_answer_timeout: number;
}

/** Who gets the requests of a dialog. */
export interface DialogUser {
  receiveRequest(request: IncomingRequest, transaction: ServerTransaction | undefined): void;
}

/** What a call needs of the UA above it. */
export interface CallHost extends DialogSender {
  readonly configuration: CallConfiguration;
  /** Installs features on a new call. */
  install(call: Call): void;
  /** The methods that we take, for Allow. */
  allow(): string;
  /** The extensions that we know, for Supported. */
  supported(): string;
  /** The Contact of a dialog. */
  contactHeader(options?: { anonymous?: boolean }): string;
  /** Whether the Contact of a dialog leads to us whichever connection is in use: a GRUU (RFC 5627). */
  hasLastingContact(): boolean;
  /** Sends the ACK of a 2xx. */
  sendAck(ack: OutgoingRequest): void;
  addDialog(dialog: Dialog, user: DialogUser): void;
  removeDialog(dialog: Dialog): void;
  /** Tells the application of a new call, or only `handler`. */
  announce(
    event: {
      originator: 'local' | 'remote';
      session: RTCSession;
      request: IncomingRequest | OutgoingRequest;
    },
    handler?: (session: RTCSession) => void,
  ): void;
  /** Makes a call; `handler` is told of it instead of the application. */
  call(target: Target, options: CallOptions, handler?: (session: RTCSession) => void): RTCSession;
  /** The URI that a target means. */
  normalizeTarget(target: Target): URI | undefined;
  /** The call is over, and released. */
  forget(session: RTCSession): void;
}
