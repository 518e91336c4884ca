import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { UA, type RTCSession } from '../../src/index.ts';
import type { CallOptions, SessionEvents } from '../../src/call/events.ts';
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import { dialogKey } from '../../src/dialog/dialog.ts';
import { Signalling } from '../../src/ua/signalling.ts';

import type { FakePeerConnection } from './fake-webrtc.ts';
import { ScriptedPeer, sdp, type PeerRequest, type Wire } from './scripted-peer.ts';

/** Longer than any timer of SIP that may still run after a call: 64*T1, twice. */
const ALL_TIMERS_MS = 70_000;

const EVENTS: (keyof SessionEvents)[] = [
  'peerconnection',
  'connecting',
  'sending',
  'progress',
  'accepted',
  'confirmed',
  'ended',
  'failed',
  'newDTMF',
  'newInfo',
  'hold',
  'unhold',
  'muted',
  'unmuted',
  'reinvite',
  'update',
  'sdp',
  'negotiationfailed',
  'reconnecting',
  'reconnected',
  'getusermediafailed',
  'peerconnection:createofferfailed',
  'peerconnection:createanswerfailed',
  'peerconnection:setlocaldescriptionfailed',
  'peerconnection:setremotedescriptionfailed',
];

/** What a test notes of an event: its name and who, what and why. */
function note(event: string, [detail]: unknown[]): string {
  if (detail instanceof Error) return `${event} ${detail.name}`;
  const { originator, type, method, cause, signalling, media } = detail as Record<string, unknown>;
  const sick = [signalling === true && 'signalling', media === true && 'media'];
  return [event, originator, type, method, cause, ...sick]
    .filter((part) => typeof part === 'string')
    .join(' ');
}

/** A call under test. */
export interface CallUnderTest {
  readonly session: RTCSession;
  /** What it told, in order. */
  readonly events: string[];
  /** Its peer connection. */
  readonly connection: () => FakePeerConnection;
}

/** A call that is up, and its far end. */
export interface EstablishedCall extends CallUnderTest {
  readonly invite: Wire;
  /** Sends a request of the far end inside the dialog; its CSeq is the next one unless it is given. */
  ask(method: string, request?: PeerRequest): Promise<Wire>;
}

/** A UA, the far end of its calls, and a count of what its calls hold. */
export class Stage {
  readonly peer = new ScriptedPeer();
  readonly ua: UA;
  readonly #dialogs = new Set<string>();
  readonly #transactions = new Set<unknown>();

  private constructor(configuration: Partial<UAConfiguration>) {
    this.ua = new UA({
      uri: 'sip:alice@example.com',
      sockets: this.peer.socket,
      register: false,
      // Their tests switch them on: else each minute of a call would have its UPDATE.
      session_timers: false,
      ...configuration,
    });
    this.ua.on('newTransaction', ({ transaction }) => void this.#transactions.add(transaction));
    this.ua.on('transactionDestroyed', ({ transaction }) => void this.#transactions.delete(transaction));
    this.#countDialogs();
  }

  /** A UA that is connected. */
  static async open(configuration: Partial<UAConfiguration> = {}): Promise<Stage> {
    const stage = new Stage(configuration);
    stage.ua.start();
    await stage.peer.platform.advance(1);
    // The server answers keep-alives: no OPTIONS will be needed to see that it lives.
    await stage.peer.deliver('\r\n');
    return stage;
  }

  /** Puts the real world back. */
  close(): void {
    mock.restoreAll();
    this.peer.platform.release();
  }

  /** How many dialogs live. */
  get dialogCount(): number {
    return this.#dialogs.size;
  }

  /** Starts a call, of audio only. */
  call(options: CallOptions = {}): CallUnderTest {
    const events: string[] = [];
    const handlers = Object.fromEntries(
      EVENTS.map((event) => [event, (...args: unknown[]) => void events.push(note(event, args))]),
    );
    const { eventHandlers, ...others } = options;
    const session = this.ua.call('bob', {
      mediaConstraints: { audio: true, video: false },
      eventHandlers: handlers,
      ...others,
    });
    for (const [event, handler] of Object.entries(eventHandlers ?? {}))
      session.on(event as keyof SessionEvents, handler as (...args: unknown[]) => void);
    return { session, events, connection: () => this.#connection() };
  }

  /** Places a call that is answered. */
  async callAnswered(options: CallOptions = {}, answer = sdp()): Promise<EstablishedCall> {
    const call = this.call(options);
    const invite = await this.peer.next('INVITE');
    await this.peer.respond(invite, 180);
    await this.peer.accept(invite, { body: answer });
    await this.peer.next('ACK');
    call.events.length = 0;
    const ask = this.#asker({
      callId: invite.header('Call-ID')!,
      from: `${invite.header('To')};tag=peer`,
      to: invite.header('From')!,
    });
    return { ...call, invite, ask };
  }

  /** A call comes in; `during` runs in the listener of `newRTCSession`. */
  async ring(
    request: PeerRequest = {},
    during: (session: RTCSession) => void = () => {},
  ): Promise<CallUnderTest & { invite: Wire; ask: EstablishedCall['ask'] }> {
    const events: string[] = [];
    const sessions: RTCSession[] = [];
    this.ua.once('newRTCSession', ({ session }) => {
      sessions.push(session);
      for (const event of EVENTS)
        session.on(event, (...args: unknown[]) => void events.push(note(event, args)));
      events.push('newRTCSession');
      during(session);
    });
    const invite = await this.peer.request('INVITE', { body: sdp(), ...request });
    await this.peer.next(100);
    const [session] = sessions;
    assert.ok(session, 'no call was told');
    const ask = (method: string, more: PeerRequest = {}) =>
      this.#asker({
        callId: invite.header('Call-ID')!,
        from: invite.header('From')!,
        to: `<sip:alice@example.com>;tag=${this.#localTag(invite)}`,
      })(method, more);
    return { session, events, invite, ask, connection: () => this.#connection() };
  }

  /** A call comes in and is answered; its ACK has come. */
  async ringAnswered(request: PeerRequest = {}): Promise<EstablishedCall> {
    const call = await this.ring(request);
    await this.peer.next(180);
    call.session.answer();
    await this.peer.next(200);
    await call.ask('ACK', { cseq: call.invite.cseq });
    call.events.length = 0;
    return call;
  }

  /** "Released is released": once the call is over and all timers of SIP have run, nothing of it is left. */
  async assertReleased(): Promise<void> {
    const { platform } = this.peer;
    const live = platform.streams.flatMap((stream) => stream.getTracks()).filter(isLive);
    assert.equal(live.length, 0, 'a track still lives');
    for (const { signalingState } of platform.peerConnections) assert.equal(signalingState, 'closed');
    assert.equal(this.ua.sessions.length, 0, 'the UA still knows the call');
    await platform.advance(ALL_TIMERS_MS);
    assert.equal(this.#dialogs.size, 0, 'a dialog is left');
    assert.equal(this.#transactions.size, 0, 'a transaction is left');
    assert.equal(platform.timerCount, 1, 'a timer is left beside that of the keep-alive');
  }

  #connection(): FakePeerConnection {
    const connection = this.peer.platform.peerConnections.at(-1);
    assert.ok(connection, 'there is no peer connection');
    return connection;
  }

  /** The tag that we gave the dialog of an INVITE that came. */
  #localTag(invite: Wire): string {
    for (const key of this.#dialogs) {
      const [callId, localTag] = key.split(' ');
      if (callId === invite.header('Call-ID')) return localTag!;
    }
    return 'gone';
  }

  #asker(dialog: { callId: string; from: string; to: string }): EstablishedCall['ask'] {
    return (method, request = {}) => {
      const ask = { ...dialog, cseq: this.#cseq, ...request };
      if (method !== 'ACK') this.#cseq = Math.max(this.#cseq, ask.cseq) + 1;
      return this.peer.request(method, ask);
    };
  }

  #cseq = 100;

  #countDialogs(): void {
    const dialogs = this.#dialogs;
    const { addDialog, removeDialog } = Signalling.prototype;
    mock.method(Signalling.prototype, 'addDialog', function (this: Signalling, ...args) {
      dialogs.add(dialogKey(args[0].id));
      addDialog.apply(this, args);
    } satisfies typeof addDialog);
    mock.method(Signalling.prototype, 'removeDialog', function (this: Signalling, ...args) {
      dialogs.delete(dialogKey(args[0].id));
      removeDialog.apply(this, args);
    } satisfies typeof removeDialog);
  }
}

const isLive = ({ readyState }: { readyState: string }) => readyState === 'live';

/** Makes getUserMedia refuse. */
export function denyMicrophone(stage: Stage): void {
  stage.peer.platform.getUserMedia = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
}
