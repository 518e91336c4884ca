/// <reference types="mocha" />
// What a script of the page can do with the elements: hear their events, and work them by methods and properties.
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import type { SipError } from '../../src/errors.ts';
import { identity } from './fake-core.ts';
import { clear, FakeWorld, until, untilState } from './fake-world.ts';

type Tag = 'sip-call-button' | 'sip-phone';
type Name = keyof GlobalEventHandlersEventMap;

const tags: Tag[] = ['sip-call-button', 'sip-phone'];
const ACCOUNT = { server: 'wss://sip.example', uri: 'sip:anna@sip.example', target: 'sip:bob@b.example' };

let world: FakeWorld;
let element: SipCallButton | SipPhone;
let deafen: AbortController;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = SipPhone.world = world;
  deafen = new AbortController();
});

afterEach(() => {
  deafen.abort();
  element.stop();
  world.end();
});

/** Puts an element into a shadow tree of the page. */
async function show(tag: Tag, attributes: Record<string, string> = {}): Promise<typeof element> {
  clear();
  element = document.createElement(tag);
  for (const [name, value] of Object.entries({ ...ACCOUNT, ...attributes }))
    element.setAttribute(name, value);
  const stage = document.createElement('main');
  stage.attachShadow({ mode: 'open' }).append(element);
  document.body.append(stage);
  await untilState(element, 'idle');
  return element;
}

async function inCall(tag: Tag, attributes: Record<string, string> = {}): Promise<typeof element> {
  await show(tag, attributes);
  element.call().catch(() => {});
  await untilState(element, 'dialing');
  world.session.accept();
  await untilState(element, 'connected');
  return element;
}

/** All that the document hears of these events of the element, in order. */
function hear(...names: Name[]): Event[] {
  const heard: Event[] = [];
  for (const name of names) {
    const note = (event: Event) => void (event.composedPath()[0] === element && heard.push(event));
    document.addEventListener(name, note, { signal: deafen.signal });
  }
  return heard;
}

/** The next event of a name, and what it carries. */
function next<N extends Name>(name: N): Promise<GlobalEventHandlersEventMap[N]> {
  return new Promise((resolve) => document.addEventListener(name, resolve, { once: true }));
}

/** Rings, queues, talks, and whatever else can happen in a call. */
async function liveThrough(): Promise<void> {
  element.call().catch(() => {});
  await untilState(element, 'dialing');
  const { session } = world;
  session.connection = new RTCPeerConnection();
  session.connection.addTransceiver('audio');
  session.progress();
  session.progress({ status_code: 182 });
  session.emit('peerconnection', {});
  session.accept();
  await untilState(element, 'connected');
  element.hold();
  element.unhold();
  element.mute();
  element.unmute();
  session.emit('newDTMF', { originator: 'remote', dtmf: { tone: '5' } });
  session.reconnecting({ signalling: true, media: false });
  session.reconnected({ signalling: true, media: false });
  // The far end of this test knows no REFER.
  await element.transfer('carol').catch(() => {});
  session.end({ originator: 'remote', cause: 'Terminated' });
  session.connection.close();
  await untilState(element, 'ended');
}

const OF_A_CALL = [
  ...(['sip-call-request', 'sip-call-progress', 'sip-call-queued', 'sip-call-accepted'] as const),
  ...(['sip-call-confirmed', 'sip-call-hold', 'sip-call-mute', 'sip-call-dtmf', 'sip-call-media'] as const),
  ...(['sip-call-reconnecting', 'sip-call-reconnected', 'sip-call-transfer', 'sip-call-ended'] as const),
];

for (const tag of tags) {
  describe(`the events of a <${tag}>`, () => {
    it('of a call come out of shadow trees, with the call and its session', async () => {
      await show(tag);
      const heard = hear(...OF_A_CALL);
      await liveThrough();
      expect([...new Set(heard.map(({ type }) => type))].sort()).to.deep.equal([...OF_A_CALL].sort());
      for (const event of heard) {
        expect(event.cancelable, event.type).to.equal(event.type === 'sip-call-request');
        if (event.type === 'sip-call-request') continue;
        const { call } = event as GlobalEventHandlersEventMap['sip-call-accepted'];
        expect(call.session === (world.session as unknown), event.type).to.equal(true);
      }
    });

    it('carry what became of a call: why, by whom, how long, how it sounded', async () => {
      await inCall(tag);
      const ended = next('sip-call-ended');
      world.session.end({ originator: 'remote', cause: 'Terminated' });
      const { cause, originator, duration, quality } = await ended;
      expect([cause, originator]).to.deep.equal(['Terminated', 'remote']);
      expect(duration).to.be.within(0, 10);
      expect(quality).to.include.keys('mos', 'loss', 'jitter', 'roundTrip');
    });

    it('carry why there was no call, and whether the same may work later', async () => {
      for (const [why, status, code, later] of [
        ['Busy', 486, 'call-busy', true],
        ['Not Found', 404, 'call-not-found', false],
      ] as const) {
        await show(tag);
        element.call().catch(() => {});
        await untilState(element, 'dialing');
        const failed = next('sip-call-failed');
        world.session.end({ originator: 'remote', cause: why, message: { status_code: status } });
        const event = await failed;
        expect([event.cause, event.status, event.code, event.retryable]).to.deep.equal([
          ...[why, status, code, later],
        ]);
        element.stop();
      }
    });

    it('tell of messages, of the connection, and of each state', async () => {
      await show(tag);
      const connections = hear('sip-connection-change');
      const states = hear('sip-state-change');
      const message = next('sip-message');
      await inCall(tag);
      world.agent.emit('newMessage', {
        originator: 'remote',
        message: { remote_identity: identity('Eve', 'eve') },
        request: { body: 'Hello' },
      });
      expect((await message).text).to.equal('Hello');
      world.agent.disconnect();
      await untilState(element, 'reconnecting');
      const told = connections.map((event) => 'connected' in event && event.connected);
      expect(told.slice(-2)).to.deep.equal([true, false]);
      const seen = states.map((event) => 'state' in event && event.state);
      expect(seen).to.include.members(['dialing', 'connected', 'reconnecting']);
    });

    it('say what went wrong: a code, a sentence for the user, and what its owner can do', async () => {
      await show(tag, { uri: '' });
      element.call().catch(() => {});
      await untilState(element, 'dialing');
      const error = next('sip-error');
      world.session.end({ originator: 'remote', cause: 'Authentication Error' });
      const { code, message, fatal, fix } = await error;
      expect([code, fatal]).to.deep.equal(['guest-refused', false]);
      expect(message).to.match(/sign in before you call/);
      expect(fix).to.match(/auth-url/);
    });

    it('let a listener change whom to call, and how', async () => {
      await show(tag);
      const change = (event: GlobalEventHandlersEventMap['sip-call-request']) => {
        event.callTarget = 'sip:carol@c.example';
        event.options.extraHeaders = ['X-Page: shop'];
      };
      document.addEventListener('sip-call-request', change, { once: true });
      element.call().catch(() => {});
      await untilState(element, 'dialing');
      expect(world.agent.calls[0]?.target).to.equal('sip:carol@c.example');
      expect(world.agent.calls[0]?.options.extraHeaders).to.deep.equal(['X-Page: shop']);
    });
  });

  describe(`a script that works a <${tag}>`, () => {
    it('calls, and has the call once it is answered', async () => {
      await show(tag);
      const answered = element.call('sip:carol@c.example');
      await untilState(element, 'dialing');
      world.session.accept();
      const call = await answered;
      expect(world.agent.calls[0]?.target).to.equal('sip:carol@c.example');
      const { agent, session } = world;
      expect(call !== null && element.activeCall === call).to.equal(true);
      expect([element.calls.length, element.calls[0] === call]).to.deep.equal([1, true]);
      expect([call?.session === (session as unknown), element.ua === (agent as unknown)]).to.deep.equal([
        true,
        true,
      ]);
      expect(element.state).to.equal('connected');
    });

    it('is told by a SipError why a call was not answered', async () => {
      await show(tag);
      const outcome = element.call().catch((error: unknown) => error);
      await untilState(element, 'dialing');
      world.session.end({ originator: 'remote', cause: 'Busy', message: { status_code: 486 } });
      const { name, code } = (await outcome) as SipError;
      expect([name, code]).to.deep.equal(['SipError', 'call-busy']);
    });

    it('holds, mutes, sends tones, transfers, writes and hangs up', async () => {
      await inCall(tag, { dtmf: 'rtp' });
      expect(element.hold()).to.equal(true);
      await untilState(element, 'held');
      expect(element.unhold()).to.equal(true);
      await untilState(element, 'connected');
      element.mute();
      await until('it is muted', () => element.matches(':state(muted)'));
      element.unmute();
      await until('it is no longer', () => !element.matches(':state(muted)'));
      element.sendDTMF('1');
      element.setAttribute('dtmf', 'info');
      await element.updateComplete;
      // A button reads it with its next call.
      if (element instanceof SipPhone) element.sendDTMF('2');
      const ways = world.session.sentTones.map(({ transportType }) => transportType);
      expect(ways).to.deep.equal(['RFC2833', 'INFO'].slice(0, ways.length));
      // The far end of this test knows neither: that they were asked of the core is told by what it lacks.
      for (const asked of [element.transfer('carol'), element.sendMessage('Hello')]) {
        expect(await asked.then(() => 'done').catch(() => 'asked')).to.equal('asked');
      }
      element.hangup();
      await untilState(element, 'ended');
      expect(element.calls.length).to.equal(0);
    });

    it('starts and stops it', async () => {
      await show(tag);
      await element.start();
      await until('it is connected', () => world.agent.connected);
      element.stop();
      await until('it is not', () => world.agent.stopped);
    });
  });
}

describe('a script that works a phone', () => {
  it('answers a call', async () => {
    const phone = (await show('sip-phone')) as SipPhone;
    await until('it is registered', () => phone.matches(':state(registered)'));
    const incoming = next('sip-call-incoming');
    world.agent.receive('carol', 'Carol');
    const { call, cancelable } = await incoming;
    expect([cancelable, call.snapshot?.name]).to.deep.equal([true, 'Carol']);
    await phone.answer();
    await untilState(phone, 'connected');
    expect(phone.activeCall === call).to.equal(true);
  });

  it('is told that it registers, and that it does no longer', async () => {
    const told = hear('sip-registration-change');
    const phone = await show('sip-phone');
    await until('it is registered', () => phone.matches(':state(registered)'));
    world.agent.disconnect();
    await until('it is not', () => !phone.matches(':state(registered)'));
    expect(told.map((event) => 'registered' in event && event.registered)).to.deep.equal([true, false]);
  });
});
