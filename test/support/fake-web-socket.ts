/** A WebSocket that the test opens, speaks through and closes. */
export class FakeWebSocket {
  /** All that were made, in order; a test empties it. */
  static readonly opened: FakeWebSocket[] = [];

  binaryType = 'blob';
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { wasClean: boolean; code: number; reason: string }) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;
  readonly url: string;
  readonly protocol: string;

  constructor(url: string, protocol: string) {
    if (url.includes('forbidden')) throw new DOMException('the port is blocked', 'SecurityError');
    this.url = url;
    this.protocol = protocol;
    FakeWebSocket.opened.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.closed = true;
    this.readyState = 2;
  }
}
