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
