import { createLog } from '../log.ts';
import * as causes from '../causes.ts';
import { NOBODY } from '../dialog/send-in-dialog.ts';
import { parseHeaderValue } from '../grammar/headers.ts';
import type { URI } from '../grammar/uri.ts';
import { IncomingResponse, type IncomingRequest } from '../message/incoming.ts';
import { reasonPhrase } from '../message/reason-phrases.ts';
import type { Call } from './call.ts';
import type { CallOptions, EndEvent, Target } from './events.ts';
import { ReferSubscriber, type ReferOptions } from './refer-subscriber.ts';
import type { RTCSession } from './rtc-session.ts';
import type { CallSession } from './session.ts';

const debug = createLog('sip-elements:call:refer');

/** How long a transfer is followed, in seconds; told in Subscription-State (RFC 3515 section 2.4.4). */
const REFER_EXPIRES = 180;

/** Who makes the call that a REFER asks for. */
export interface Caller {
  /** Makes a call; `handler` is told of it instead of the application. */
  placeCall(target: URI, options: CallOptions, handler?: (session: RTCSession) => void): RTCSession;
  /** The URI that a target means. */
  normalizeTarget(target: Target): URI | undefined;
  /** The same, for a target that has to be one: a TypeError where it is none. */
  requireTarget(target: Target): URI;
}

/** Installs REFER on a call, both ways: to send the far end elsewhere, and to be sent. */
export function installRefer(call: Call, caller: Caller): void {
  installTransfer(call, caller);
  call.methods.set('REFER', (request) => receiveRefer(call, caller, request));
}

/** Installs one half of REFER on a call: to send the far end elsewhere. */
export function installTransfer(call: Call, { requireTarget }: Pick<Caller, 'requireTarget'>): void {
  const subscribers = new Map<number, ReferSubscriber>();
  call.refer = (target, options) => sendRefer(call, requireTarget(target).clone(), options, subscribers);
  call.methods.set('NOTIFY', (request) => receiveNotify(request, subscribers));
}

function sendRefer(
  call: Call,
  target: URI,
  options: ReferOptions,
  subscribers: Map<number, ReferSubscriber>,
): ReferSubscriber | false {
  const { dialog, host } = call;
  if (!dialog) return false;
  if (options.replaces) target.setHeader('Replaces', replacesOf(options.replaces));
  const subscriber = new ReferSubscriber(options.eventHandlers, call.life.signal);
  const extraHeaders = [
    `Refer-To: <${target.toString()}>`,
    // RFC 3892.
    `Referred-By: <${host.configuration.uri.toAor()}>`,
    host.contactHeader(),
    ...(options.extraHeaders ?? []),
  ];
  call.send(
    dialog,
    'REFER',
    { extraHeaders },
    {
      sending: ({ cseq }) => {
        if (subscriber.id !== null) subscribers.delete(subscriber.id);
        subscriber.id = cseq;
        subscribers.set(cseq, subscriber);
      },
      response: (response) => {
        // A REFER that was refused has no NOTIFYs.
        if (response.status_code >= 300 && subscriber.id !== null) subscribers.delete(subscriber.id);
        subscriber.receiveResponse(response);
      },
      timeout: () => subscriber.failed(causes.REQUEST_TIMEOUT),
      transportError: () => subscriber.failed(causes.CONNECTION_ERROR),
    },
  );
  return subscriber;
}

/** Names the call that is to be replaced, as the one who replaces it sees it (RFC 3891 section 3). */
function replacesOf(session: CallSession): string {
  const id = session.dialogId;
  if (!id) throw new TypeError('replaces: the call has no dialog');
  return `${id.callId};to-tag=${id.remoteTag};from-tag=${id.localTag}`;
}

function receiveNotify(request: IncomingRequest, subscribers: Map<number, ReferSubscriber>): void {
  const event = request.parseHeader('Event');
  if (event?.event !== 'refer') return request.reply(489);
  // Without id it is the only one (RFC 3515 section 2.4.6).
  const id = event.id === undefined ? [...subscribers.keys()].at(-1) : Number(event.id);
  const subscriber = id === undefined ? undefined : subscribers.get(id);
  if (!subscriber || id === undefined) return request.reply(481);
  if (request.parseHeader('Subscription-State')?.state === 'terminated') subscribers.delete(id);
  if (!subscriber.receiveNotify(request)) return request.reply(400, 'Bad sipfrag');
  request.reply(200);
}

function receiveRefer(call: Call, caller: Caller, request: IncomingRequest): void {
  const referTo = request.refer_to;
  if (!referTo) return request.reply(400, 'Bad Refer-To');
  if (call.state !== 'CONFIRMED') return request.reply(403);
  // tel: is dialled at our own domain; what no SIP server could reach is refused.
  const { scheme } = referTo.uri;
  const target = scheme === 'sip' || scheme === 'sips' ? referTo.uri.clone() : undefined;
  const dialled = scheme === 'tel' ? caller.normalizeTarget(referTo.uri.toString()) : target;
  if (!dialled) return request.reply(416);
  const [replaces] = dialled.getHeader('Replaces') ?? [];
  if (replaces !== undefined && !parseHeaderValue('Replaces', replaces)) {
    return request.reply(400, 'Bad Replaces');
  }
  let decided = false;
  const once = (answer: () => void) => {
    if (decided) return;
    decided = true;
    answer();
  };
  const heard = call.session.emit('refer', {
    request,
    accept: (handler, options) =>
      once(() =>
        acceptRefer(call, request, dialled, options ?? {}, (to, how) => caller.placeCall(to, how, handler)),
      ),
    reject: () => once(() => request.reply(603)),
  });
  if (!heard) request.reply(603);
}

function acceptRefer(
  call: Call,
  request: IncomingRequest,
  target: URI,
  options: CallOptions,
  place: (target: URI, options: CallOptions) => RTCSession,
): void {
  // RFC 4488: the transferor does not want to be told.
  const silent = request.getHeader('Refer-Sub')?.trim().toLowerCase() === 'false';
  request.reply(202, undefined, [call.host.contactHeader(), ...(silent ? ['Refer-Sub: false'] : [])]);
  const notify = silent ? () => {} : notifier(call, request);
  const replaces = target.getHeader('Replaces')?.[0];
  const referredBy = request.getHeader('Referred-By');
  target.clearHeaders();
  target.deleteParam('method');
  const extraHeaders = [
    ...(options.extraHeaders ?? []),
    ...(replaces === undefined ? [] : [`Replaces: ${replaces}`]),
    ...(referredBy === null ? [] : [`Referred-By: ${referredBy}`]),
  ];
  notify(100);
  try {
    const session = place(target, { ...options, extraHeaders });
    followCall(session, notify);
  } catch (error) {
    debug('the referred call cannot be made: %O', error);
    notify(500);
    throw error;
  }
}

function followCall(session: RTCSession, notify: (status: number, reason?: string) => void): void {
  // Whoever was told of the call may have ended it at once.
  if (session.isEnded()) return notify(487);
  session.on('progress', ({ response }) => {
    if (response) notify(response.status_code, response.reason_phrase);
  });
  session.on('accepted', ({ response }) => notify(response?.status_code ?? 200, response?.reason_phrase));
  session.on('failed', ({ message }: EndEvent) => {
    if (message instanceof IncomingResponse) notify(message.status_code, message.reason_phrase);
    else notify(487);
  });
}

/** Tells the transferor how its transfer stands, by NOTIFYs in the dialog of the REFER. */
function notifier(call: Call, refer: IncomingRequest): (status: number, reason?: string) => void {
  let over = false;
  return (status, reason = reasonPhrase(status)) => {
    const { dialog } = call;
    if (!dialog || over) return;
    over = status >= 200;
    const state = over ? 'terminated;reason=noresource' : `active;expires=${REFER_EXPIRES}`;
    const extraHeaders = [
      `Event: refer;id=${refer.cseq}`,
      `Subscription-State: ${state}`,
      'Content-Type: message/sipfrag;version=2.0',
      call.host.contactHeader(),
    ];
    const body = `SIP/2.0 ${status} ${reason}\r\n`;
    const response = ({ status_code }: IncomingResponse) => (over ||= status_code >= 300);
    call.send(dialog, 'NOTIFY', { extraHeaders, body }, { ...NOBODY, response });
  };
}
