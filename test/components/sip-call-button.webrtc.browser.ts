/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/define/sip-call-button.ts';
import en from '../../components/locales/en.ts';
import { platform, usePlatform } from '../../src/platform.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipError, type ErrorCode } from '../../src/errors.ts';
import { checkAccessibility } from '../support/axe.ts';
import { identity } from './fake-core.ts';
import { checkState, deep, FakeWorld, mount, spoken, textOf, until, untilState } from './fake-world.ts';

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = world;
});

afterEach(() => {
  document.querySelector('sip-call-button')?.stop();
  world.end();
});

async function mountButton(): Promise<SipCallButton> {
  const button = mount<SipCallButton>(
    html`<sip-call-button server="wss://sip.example" target="sip:sales@shop.example">
      <span slot="label">Call sales</span>
      <a href="tel:+15550100">Call us on +1 555 0100</a>
    </sip-call-button>`,
  );
  await untilState(button, 'idle');
  await until('it is drawn', () => deep(button, '[part=button]'));
  return button;
}

const pressed = (element: Element, selector: string) => deep(element, selector)?.click();
const fallbackShown = (button: SipCallButton) => button.querySelector('a')!.checkVisibility();

async function calling(): Promise<SipCallButton> {
  const button = await mountButton();
  pressed(button, '[part=button]');
  await untilState(button, 'dialing');
  return button;
}

async function connected(): Promise<SipCallButton> {
  const button = await calling();
  world.session.progress();
  world.session.accept();
  await untilState(button, 'connected');
  return button;
}

describe('<sip-call-button> alone', () => {
  it('shows its own label at rest, not the fallback, and loads nothing', async () => {
    const button = await mountButton();
    expect(textOf(button)).to.include('Call sales');
    expect(fallbackShown(button)).to.equal(false);
    expect(world.agents).to.have.lengthOf(0);
    await checkAccessibility(button);
  });

  it('answers a click at once, and goes from calling to ringing to the conversation', async () => {
    const button = await mountButton();
    pressed(button, '[part=button]');
    await button.updateComplete;
    expect(button.state).to.equal('loading');
    await checkState(button, 'dialing', en.spoken.dialing('sales'));
    world.session.progress();
    await checkState(button, 'ringing', en.spoken.ringing('sales'));
    world.session.accept();
    await checkState(button, 'connected', en.spoken.connected('sales'));
    expect(deep(button, 'sip-timer')?.shadowRoot?.textContent).to.match(/0:0\d/);
  });

  it('does not change its size while the call goes on', async () => {
    const button = await mountButton();
    const { width, height } = button.getBoundingClientRect();
    for (const step of [
      () => pressed(button, '[part=button]'),
      () => world.session.progress(),
      () => world.session.accept(),
      () => world.agent.disconnect(),
    ]) {
      const before = button.getAttribute('state');
      step();
      await until(
        'the next state',
        () => button.getAttribute('state') !== before && button.state !== 'loading',
      );
      const now = button.getBoundingClientRect();
      expect([now.width, now.height], button.state).to.deep.equal([width, height]);
    }
  });

  it('says that the browser asks for the microphone', async () => {
    const button = await mountButton();
    world.microphone = () => new Promise(() => {});
    pressed(button, '[part=button]');
    await checkState(button, 'permission', en.spoken.permission(''));
  });

  it('says early media and a queue', async () => {
    const button = await calling();
    world.session.progress({ status_code: 182 });
    await checkState(button, 'queued', en.spoken.queued(''));
    world.session.progress({ status_code: 183, body: 'v=0' });
    await checkState(button, 'early-media', en.spoken['early-media']('sales'));
  });

  it('says hold by the other party, and reconnecting', async () => {
    const button = await connected();
    world.session.emit('hold', { originator: 'remote' });
    await untilState(button, 'held');
    await until('who holds is said', () => spoken(button, 'status') === en.heldByOther);
    await until('who holds is seen', () => textOf(button).includes(en.heldByOther));
    await checkAccessibility(button);
    world.session.emit('unhold', { originator: 'remote' });
    await untilState(button, 'connected');
    world.agent.disconnect();
    await checkState(button, 'reconnecting', en.spoken.reconnecting(''));
  });

  it('says that the sound is lost, tells what is by an event, and that it is back', async () => {
    const button = await connected();
    const told: unknown[] = [];
    for (const type of ['sip-call-reconnecting', 'sip-call-reconnected'] as const) {
      button.addEventListener(type, ({ signalling, media }) => told.push([type, signalling, media]));
    }
    const sound = { signalling: false, media: true };
    world.session.reconnecting(sound);
    await checkState(button, 'reconnecting', en.soundLost);
    await until('it is seen', () => textOf(button).includes(en.soundLost));
    world.session.reconnected(sound);
    await untilState(button, 'connected');
    expect(told).to.deep.equal([
      ['sip-call-reconnecting', false, true],
      ['sip-call-reconnected', false, true],
    ]);
  });

  it('shows "muted" once the track is, and says so', async () => {
    const button = await connected();
    world.session.mute = () => {};
    const mute = deep(button, 'sip-mute-button')!;
    pressed(mute, 'button');
    await button.updateComplete;
    expect(deep(mute, 'button')?.getAttribute('aria-pressed')).to.equal('false');
    world.session.emit('muted', { audio: true });
    await until('the toggle is on', () => deep(mute, 'button')?.getAttribute('aria-pressed') === 'true');
    expect(button.matches(':state(muted)')).to.equal(true);
    await until('it is said', () => spoken(button, 'status') === en.muted);
    await checkAccessibility(button);
  });

  it('sends tones from its keypad, by click and by key', async () => {
    const button = await connected();
    pressed(button, '.toggle');
    await until('the keypad opens', () => deep(button, 'sip-keypad')?.checkVisibility());
    await checkAccessibility(button);
    const keypad = deep(button, 'sip-keypad')!;
    deep(keypad, '[part=key]')?.focus();
    pressed(keypad, '[value="5"]');
    await sendKeys({ press: '#' });
    await until(
      'both tones are sent',
      () => world.session.sentTones.map(({ tones }) => tones).join('') === '5#',
    );
  });

  it('says the end, and is ready again a little later', async () => {
    const button = await connected();
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    await checkState(button, 'ended', en.spoken.ended(''));
    expect(textOf(button)).to.include('Call sales');
  });

  it('is used with the keyboard alone: Enter calls, Enter goes to the panel, Enter hangs up, focus comes back', async () => {
    const button = await mountButton();
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement).to.equal(button);
    await sendKeys({ press: 'Enter' });
    await untilState(button, 'dialing');
    world.session.progress();
    world.session.accept();
    await untilState(button, 'connected');
    await sendKeys({ press: 'Enter' });
    await until('the hang-up button has the focus', () =>
      deep(button, 'sip-hangup-button')?.matches(':focus-within'),
    );
    await sendKeys({ press: 'Enter' });
    await untilState(button, 'ended');
    expect(world.session.terminatedWith).to.not.equal(null);
    await until('the focus is on the button', () => deep(button, '[part=button]')?.matches(':focus'));
  });

  it('gives the focus back to the button when the message of a failed call is closed by the keyboard', async () => {
    const button = await calling();
    world.session.end({ originator: 'remote', cause: 'Busy', message: null });
    await until('the message is there', () => deep(button, '[part=close]')?.checkVisibility());
    deep(button, '[part=close]')?.focus();
    await sendKeys({ press: 'Enter' });
    await untilState(button, 'idle');
    await until('the focus is on the button', () => deep(button, '[part=button]')?.matches(':focus'));
  });

  it('tells its events, which a page may cancel', async () => {
    const button = await mountButton();
    const events: string[] = [];
    for (const type of ['sip-call-request', 'sip-call-accepted', 'sip-call-ended'] as const)
      document.addEventListener(type, (event) => events.push(event.type), { once: true });
    button.addEventListener('sip-call-request', (event) => event.preventDefault(), { once: true });
    pressed(button, '[part=button]');
    await button.updateComplete;
    expect(button.state).to.equal('idle');
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    world.session.accept();
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    expect(events).to.deep.equal(['sip-call-request', 'sip-call-accepted', 'sip-call-ended']);
  });

  const refusals: [cause: string, code: ErrorCode][] = [
    ['Busy', 'call-busy'],
    ['Rejected', 'call-rejected'],
    ['Not Found', 'call-not-found'],
    ['Unavailable', 'call-unavailable'],
    ['No Answer', 'call-no-answer'],
    ['Authentication Error', 'guest-refused'],
    ['Incompatible SDP', 'call-media'],
    ['SIP Failure Code', 'call-failed'],
  ];
  for (const [cause, code] of refusals) {
    it(`says what to do when the call ends with "${cause}", and shows the fallback`, async () => {
      const button = await calling();
      world.session.end({ originator: 'remote', cause, message: null });
      await untilState(button, 'failed');
      await until('the sentence is seen', () => textOf(button).includes(en.errors[code]));
      await until('the sentence is said', () => spoken(button, 'alert') === en.errors[code]);
      expect(fallbackShown(button)).to.equal(true);
      await checkAccessibility(button);
    });
  }

  const microphones: [name: string, code: ErrorCode][] = [
    ['NotFoundError', 'microphone-missing'],
    ['NotReadableError', 'microphone-busy'],
    ['SecurityError', 'microphone-policy'],
  ];
  for (const [name, code] of microphones) {
    it(`says what to do when the microphone gives a ${name}`, async () => {
      const button = await mountButton();
      world.microphone = () => Promise.reject(new DOMException('no', name));
      pressed(button, '[part=button]');
      await untilState(button, 'failed');
      await until('the sentence is seen', () => textOf(button).includes(en.errors[code]));
      await until('the sentence is said', () => spoken(button, 'alert') === en.errors[code]);
      expect(fallbackShown(button)).to.equal(true);
      await checkAccessibility(button);
    });
  }

  const mistakes: [what: string, code: ErrorCode, make: (button: SipCallButton) => void][] = [
    ['there is no target', 'attribute-missing', (button) => button.removeAttribute('target')],
    ['the server is no wss: URL', 'attribute-invalid', (button) => (button.server = 'example.com')],
    ['the server is not encrypted', 'server-insecure', (button) => (button.server = 'ws://sip.example')],
    ['the account is malformed', 'attribute-invalid', (button) => (button.uri = 'nonsense')],
    ...(['credentials-refused', 'credentials-limited', 'credentials-failed'] as const).map(
      (code): (typeof mistakes)[number] => [
        `there are no credentials (${code})`,
        code,
        (button) => (button.credentials = () => Promise.reject(new SipError(code))),
      ],
    ),
  ];
  for (const [what, code, make] of mistakes) {
    it(`places no call when ${what}, and says what to do`, async () => {
      const button = await mountButton();
      make(button);
      await button.updateComplete;
      pressed(button, '[part=button]');
      await untilState(button, 'failed');
      await until('the sentence is seen', () => textOf(button).includes(en.errors[code]));
      await until('the sentence is said', () => spoken(button, 'alert') === en.errors[code]);
      expect(world.agents).to.have.lengthOf(0);
      await checkAccessibility(button);
    });
  }

  it('places no call that was hung up, or stopped, before its code was there', async () => {
    const button = await mountButton();
    for (const end of ['hangup', 'stop'] as const) {
      const microphone = new AudioContext().createMediaStreamDestination().stream;
      world.microphone = async () => microphone;
      const calling = button.call();
      button[end]();
      expect(await calling).to.equal(null);
      await until('the microphone is closed', () =>
        microphone.getTracks().every(({ readyState }) => readyState === 'ended'),
      );
      await untilState(button, 'idle');
    }
    expect(world.agents).to.have.lengthOf(0);
  });

  it('calls once when it is clicked twice', async () => {
    const button = await mountButton();
    pressed(button, '[part=button]');
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    pressed(button, '[part=button]');
    await button.updateComplete;
    expect(world.agent.calls).to.have.lengthOf(1);
  });

  it('ends its call when it has left the page for good', async () => {
    const button = await connected();
    button.remove();
    await until('the call is ended', () => world.session.isEnded());
  });

  it('shows and says the name of whoever answers, as text', async () => {
    const button = await calling();
    world.session.asserted_identity = [identity('<i>Mira</i>')];
    world.session.accept();
    await checkState(button, 'connected', en.spoken.connected('<i>Mira</i>'));
    expect(textOf(button)).to.include('<i>Mira</i>');
  });

  it('is offline when no server answers, and tries again at the next click', async () => {
    world.reachable = false;
    const button = await mountButton();
    pressed(button, '[part=button]');
    await untilState(button, 'offline');
    await until('the sentence is seen', () => textOf(button).includes(en.errors['connection-failed']));
    expect(fallbackShown(button)).to.equal(true);
    await checkAccessibility(button);
    world.agent.connect();
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
  });

  it('names a malformed attribute by sip-error and does not throw', async () => {
    const button = await mountButton();
    button.setAttribute('dtmf', 'loud');
    const codes: string[] = [];
    button.addEventListener('sip-error', ({ code }) => codes.push(code));
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    expect(codes).to.deep.equal(['attribute-invalid']);
  });

  it('takes a password out of the page', async () => {
    const button = await mountButton();
    button.setAttribute('password', 'secret');
    expect(button.hasAttribute('password')).to.equal(false);
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    expect(world.agent.configuration.password).to.equal('secret');
  });

  it('speaks German where the page does', async () => {
    const host = mount<HTMLElement>(
      html`<div lang="de-AT"><sip-call-button target="a"></sip-call-button></div>`,
    );
    await until('the label is German', () => textOf(host).includes('Anrufen'));
  });

  it('opens its panel below itself and inside the window in right-to-left pages too', async () => {
    const button = await mountButton();
    button.closest('main')!.dir = 'rtl';
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    await until('the panel is open', () => deep(button, 'sip-call-panel')?.matches(':popover-open'));
    const panel = deep(button, 'sip-call-panel')!;
    const { left, right, top } = button.getBoundingClientRect();
    await until('it stands at the right edge of the button', () => {
      const place = panel.getBoundingClientRect();
      return Math.abs(place.right - right) <= 12 && place.left >= 0 && place.top > top;
    });
    expect(left).to.be.greaterThan(innerWidth / 2);
    await checkAccessibility(button);
  });

  it('leaves another button of the page alone', async () => {
    const button = await mountButton();
    const other = button.cloneNode(true) as SipCallButton;
    button.after(other);
    await untilState(other, 'idle');
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    expect(other.state).to.equal('idle');
    expect(world.agents).to.have.lengthOf(1);
  });

  it('keeps to its call when its attributes change meanwhile; the next call has them', async () => {
    const button = await connected();
    button.target = 'sip:support@shop.example';
    button.server = 'wss://other.example';
    await button.updateComplete;
    expect(button.state).to.equal('connected');
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    await untilState(button, 'ended');
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    expect(world.agent.configuration.servers).to.deep.equal(['wss://other.example']);
    expect(world.agent.calls.at(-1)?.target).to.equal('sip:support@shop.example');
  });

  it('keeps its call when a framework moves it', async () => {
    const button = await connected();
    const box = document.createElement('div');
    document.body.append(box);
    box.append(button);
    await button.updateComplete;
    expect(button.state).to.equal('connected');
    await until('its panel is still there', () => deep(button, 'sip-hangup-button')?.checkVisibility());
    box.remove();
  });
});

describe('a pointer that rests on a call button', () => {
  it('warms code, connection and nothing else, so that the visitor sees nothing of it', async () => {
    const made: RTCPeerConnection[] = [];
    class NotedPeerConnection extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    }
    usePlatform({ ...platform, RTCPeerConnection: NotedPeerConnection });
    const button = await mountButton();
    deep(button, '[part=button]')?.dispatchEvent(new PointerEvent('pointerenter'));
    await until('it is connected', () => world.agents[0]?.connected);
    await button.updateComplete;
    expect(button.state).to.equal('idle');
    expect(world.agent.calls).to.have.lengthOf(0);
    // WebRTC has started, and nothing was asked of it.
    expect(made.map(({ signalingState }) => signalingState)).to.deep.equal(['closed']);
    pressed(button, '[part=button]');
    await untilState(button, 'dialing');
    expect(world.agents).to.have.lengthOf(1);
  });

  it('passes by without any effect when it does not stay', async () => {
    const button = await mountButton();
    const inner = deep(button, '[part=button]');
    inner?.dispatchEvent(new PointerEvent('pointerenter'));
    inner?.dispatchEvent(new PointerEvent('pointerleave'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(world.agents).to.have.lengthOf(0);
  });

  it('shows no error that nobody asked for when the server cannot be reached', async () => {
    world.reachable = false;
    const button = await mountButton();
    deep(button, '[part=button]')?.dispatchEvent(new PointerEvent('pointerenter'));
    await until('it was tried', () => world.agents.length > 0);
    await button.updateComplete;
    expect(button.state).to.equal('idle');
  });
});
