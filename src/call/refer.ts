import { createLog } from '../log.ts';
import { NOBODY } from '../transaction/client-transaction.ts';
import { parseHeaderValue } from '../grammar/headers.ts';
import type { URI } from '../grammar/uri.ts';
import { IncomingResponse, type IncomingRequest } from '../message/incoming.ts';
import { reasonPhrase } from '../message/reason-phrases.ts';
import type { Call } from './call.ts';
import type { CallOptions, EndEvent, Target } from './events.ts';
import type { RTCSession } from './rtc-session.ts';
import { REFER_EXPIRES, Transfers } from './transfers.ts';

const debug = createLog('sip-elements:call:refer');

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
  const transfers = new Transfers(call);
  call.refer = (target, options) => transfers.send(requireTarget(target).clone(), options);
  call.methods.set('NOTIFY', (request) => transfers.receiveNotify(request));
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
  // RFC 3261 section 15.1.2: what is pending when the call ends.
  else call.life.signal.addEventListener('abort', () => once(() => request.reply(487)), { once: true });
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
