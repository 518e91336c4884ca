import type { Sickness } from '../call/recovery-table.ts';
import type { RTCSession } from '../call/rtc-session.ts';
import type { Event } from '../grammar/headers/events.ts';
import type { IncomingRequest, IncomingResponse } from '../message/incoming.ts';
import type { OutgoingRequest } from '../message/outgoing.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import type { Message, Options } from './exchange.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Socket } from '../transport/socket.ts';

/** The events of a UA (manual: class UA); `Session` is how its calls are made. */
export type UAEvents<Session = RTCSession> = {
  /** At every attempt to connect; `attempts` counts those since the last connection, from 0. */
  connecting: [{ socket: Socket; attempts: number }];
  connected: [{ socket: Socket }];
  /** An attempt failed, or the connection was lost or closed. */
  disconnected: [{ socket: Socket; error: boolean; code?: number; reason?: string }];
  /** The connection, or the media of a call, are lost, or more of it, or less: this is. They are being made again. */
  reconnecting: [Sickness];
  /** All is well again; these had been lost. */
  reconnected: [Sickness];
  registered: [{ response: IncomingResponse }];
  /** `cause` is null where it was asked for. */
  unregistered: [{ response: IncomingResponse | null; cause: string | null }];
  registrationFailed: [{ response: IncomingResponse | null; cause: string }];
  /** With a listener, the application calls `register()` itself. */
  registrationExpiring: [];
  newRTCSession: [
    { originator: 'local' | 'remote'; session: Session; request: IncomingRequest | OutgoingRequest },
  ];
  newMessage: [
    { originator: 'local' | 'remote'; message: Message; request: IncomingRequest | OutgoingRequest },
  ];
  newOptions: [
    { originator: 'local' | 'remote'; message: Options; request: IncomingRequest | OutgoingRequest },
  ];
  /** A SUBSCRIBE came; `ua.notify()` takes it. */
  newSubscribe: [{ event: Event; request: IncomingRequest }];
  /** A NOTIFY outside any known subscription. */
  sipEvent: [{ event: Event; request: IncomingRequest }];
  /** Of the `UA` alone, as the next one. */
  newTransaction: [{ transaction: ClientTransaction | ServerTransaction }];
  transactionDestroyed: [{ transaction: ClientTransaction | ServerTransaction }];
};
