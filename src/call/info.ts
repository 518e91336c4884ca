import type { IncomingRequest } from '../message/incoming.ts';
import { mediaType } from './body.ts';
import type { Call } from './call.ts';
import { DTMF, DTMFSender } from './dtmf.ts';

/** One INFO (manual: `RTCSession.Info`; RFC 6086). */
export class Info {
  /** Whether we sent it. */
  readonly direction: 'incoming' | 'outgoing';
  /** Its Content-Type. */
  readonly contentType: string;
  readonly body: string | null;

  constructor(direction: 'incoming' | 'outgoing', contentType: string, body: string | null) {
    this.direction = direction;
    this.contentType = contentType;
    this.body = body;
  }
}

/** Installs INFO on a call: tones both ways (RFC 4733 too, outwards), and what else the far end tells by it. */
export function installInfo(call: Call): void {
  call.dtmf = new DTMFSender(call);
  call.methods.set('INFO', (request) => receiveInfo(call, request));
}

function receiveInfo(call: Call, request: IncomingRequest): void {
  const contentType = request.getHeader('Content-Type');
  if (contentType === null) return request.reply(415);
  request.reply(200);
  const dtmf = DTMF.fromInfo(mediaType(contentType) ?? '', request.body ?? '');
  if (dtmf) {
    call.emit('newDTMF', { originator: 'remote', dtmf, request });
  } else {
    const info = new Info('incoming', contentType, request.body);
    call.emit('newInfo', { originator: 'remote', info, request });
  }
}
