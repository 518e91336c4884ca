import type { Dialog } from '../dialog/dialog.ts';
import type { DialogSender } from '../dialog/send-in-dialog.ts';
import type { URI } from '../grammar/uri.ts';
import type { IncomingRequest } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Transport } from '../transport/transport.ts';
import type { Call } from './call.ts';
import type { CallSession } from './session.ts';

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

/** What a call sends by, and is reached by. */
export interface CallSignalling extends DialogSender {
  /** Sends the ACK of a 2xx. */
  sendAck(ack: OutgoingRequest): void;
  /** The connection. */
  readonly transport: Transport;
  addDialog(dialog: Dialog, user: DialogUser): void;
  removeDialog(dialog: Dialog): void;
}

/** What a call needs of the UA above it. */
export interface CallHost {
  readonly signalling: CallSignalling;
  readonly configuration: CallConfiguration;
  /** Installs features on a new call. */
  install(call: Call): void;
  /** The methods that we take, for Allow. */
  allow(): string;
  /** The extensions that we know, for Supported. */
  supported(): string;
  /** The Contact of a dialog. */
  contactHeader(options?: { anonymous?: boolean }): string;
  /** The call is over, and released. */
  forget(session: CallSession): void;
}

/** RFC 3323 section 4.1.1.3: no Contact of an anonymous call tells who we are, that of a later request neither. */
export const anonymousHost = (host: CallHost): CallHost => ({
  ...host,
  contactHeader: () => host.contactHeader({ anonymous: true }),
});
