/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import { setStrings } from '../../components/define/sip-call-button.ts';
import { soundContext } from '../../components/sound.ts';
import ar from '../../components/locales/ar.ts';
import de from '../../components/locales/de.ts';
import en from '../../components/locales/en.ts';
import es from '../../components/locales/es.ts';
import fr from '../../components/locales/fr.ts';
import zh from '../../components/locales/zh.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { platform, usePlatform } from '../../src/platform.ts';
import { checkAccessibility } from '../support/axe.ts';
import { deep, FakeWorld, mount, textOf, until, untilState } from './fake-world.ts';
import { approach, inner, mountButton, quiet } from './launcher.ts';

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = world;
});

afterEach(() => {
  document.querySelector('sip-call-button')?.stop();
  world.end();
  document.documentElement.removeAttribute('lang');
  document.documentElement.removeAttribute('dir');
});

/** What `sip-error` tells of a button. */
function errorsOf(button: SipCallButton): string[] {
  const errors: string[] = [];
  button.addEventListener('sip-error', ({ code, message }) => errors.push(`${code}: ${message}`));
  return errors;
}

/** What the console is told meanwhile. */
function warnings(): { texts: string[]; end: () => void } {
  const { warn } = console;
  const texts: string[] = [];
  console.warn = (text: unknown) => texts.push(String(text));
  return { texts, end: () => (console.warn = warn) };
}

describe('a click on a call button', () => {
  it('asks for sound and for the microphone in its own task, before anything is loaded', async () => {
    const button = await mountButton();
    const order: string[] = [];
    world.microphone = async () => {
      order.push('microphone');
      return new MediaStream();
    };
    const context = soundContext()!;
    Object.defineProperty(context, 'state', { value: 'suspended', configurable: true });
    context.resume = async () => void order.push('AudioContext');
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      order.push(`${this.localName}${this.hasAttribute('playsinline') ? ' playsinline' : ''}`);
      return play.call(this);
    };
    try {
      inner(button).click();
      expect(order).to.deep.equal(['microphone', 'AudioContext', 'audio playsinline']);
      expect(world.agents).to.have.lengthOf(0);
    } finally {
      HTMLMediaElement.prototype.play = play;
      for (const name of ['state', 'resume']) Reflect.deleteProperty(context, name);
    }
    await untilState(button, 'dialing');
  });

  it('is answered within 100 ms by what can be seen', async () => {
    let quickest = Infinity;
    // A busy machine adds to the time, and takes nothing from it.
    for (let tries = 0; tries < 5 && quickest >= 100; tries++) {
      const button = await mountButton();
      await until('its words are there', () => textOf(button).includes(en.labels.call));
      const before = performance.now();
      inner(button).click();
      await button.updateComplete;
      expect(textOf(button)).to.include(en.states.loading);
      quickest = Math.min(quickest, performance.now() - before);
      button.stop();
    }
    expect(quickest).to.be.below(100);
  });

  it('makes no call, and so no peer connection, before the microphone is there', async () => {
    const button = await mountButton();
    let allow!: (stream: MediaStream) => void;
    world.microphone = () => new Promise((resolve) => (allow = resolve));
    inner(button).click();
    await until('it is connected', () => world.agents[0]?.connected);
    await untilState(button, 'permission');
    expect(world.agent.calls).to.have.lengthOf(0);
    const stream = new MediaStream();
    allow(stream);
    await untilState(button, 'dialing');
    expect(world.agent.calls[0]?.options.mediaStream).to.equal(stream);
  });

  it('does not ask for the microphone where the page gives a stream', async () => {
    const button = await mountButton();
    let asked = false;
    world.microphone = async () => {
      asked = true;
      return new MediaStream();
    };
    button.mediaStream = new MediaStream();
    inner(button).click();
    await untilState(button, 'dialing');
    expect(asked).to.equal(false);
  });

  it('asks for nothing when sip-call-request is canceled', async () => {
    const button = await mountButton();
    let asked = false;
    world.microphone = async () => {
      asked = true;
      return new MediaStream();
    };
    button.addEventListener('sip-call-request', (event) => event.preventDefault());
    inner(button).click();
    await quiet(50);
    expect([asked, world.agents.length, button.state]).to.deep.equal([false, 0, 'idle']);
  });
});

describe('the code of a call button', () => {
  it('is fetched for nothing but intent', async () => {
    await mountButton();
    await quiet(250);
    expect(world.agents).to.have.lengthOf(0);
  });

  for (const load of ['eager', 'idle']) {
    it(`is fetched without a touch with load="${load}", also when that is set later`, async () => {
      await mountButton({ load });
      await until('it is connected', () => world.agents[0]?.connected);
      const later = await mountButton();
      later.setAttribute('load', load);
      await until('the other one is, too', () => world.agents[1]?.connected);
    });
  }

  it('is fetched when the focus rests on it, or a finger touches it', async () => {
    const button = await mountButton();
    button.focus();
    await until('it is connected', () => world.agents[0]?.connected);
    const other = await mountButton();
    inner(other).dispatchEvent(new PointerEvent('pointerdown'));
    await until('it is connected', () => world.agents[1]?.connected);
  });

  it('is not followed by a connection before a consent that is required', async () => {
    const button = await mountButton({ consent: '' });
    approach(button);
    inner(button).dispatchEvent(new PointerEvent('pointerdown'));
    await quiet(250);
    expect(world.agents).to.have.lengthOf(0);
  });

  it('warms credentials, once a minute at most, and lets go of the connection when no click comes', async () => {
    let now = Date.now();
    const later: (() => void)[] = [];
    const before = platform;
    usePlatform({
      ...before,
      now: () => now,
      setTimeout: (callback, delay) =>
        delay < 60_000 ? before.setTimeout(callback, delay) : later.push(callback),
      clearTimeout: (timer) =>
        void (typeof timer === 'number' && timer <= later.length
          ? (later[timer - 1] = () => {})
          : before.clearTimeout(timer)),
    });
    const button = await mountButton();
    let asked = 0;
    button.credentials = () => {
      asked += 1;
      return {};
    };
    approach(button);
    await until('it is connected', () => world.agents[0]?.connected);
    expect(asked).to.equal(1);
    for (const callback of later.splice(0)) callback();
    await until('it has let go', () => world.agent.stopped);
    expect(button.state).to.equal('idle');
    approach(button);
    await quiet(250);
    expect(world.agents).to.have.lengthOf(1);
    now += 60_000;
    approach(button);
    await until('it is connected again', () => world.agents[1]?.connected);
  });
});

describe('the words of a call button', () => {
  for (const words of [en, de, fr, es, ar, zh]) {
    it(`are in the language of the page: ${words.lang}`, async () => {
      document.documentElement.lang = words.lang;
      document.documentElement.dir = words === ar ? 'rtl' : 'ltr';
      const button = await mountButton();
      await until('the label is there', () => textOf(button).includes(words.labels.call));
      inner(button).click();
      await untilState(button, 'dialing');
      await until('the state is said', () => textOf(button).includes(words.states.dialing));
      world.session.end({ originator: 'remote', cause: 'Busy', message: null });
      await until('the sentence is seen', () => textOf(button).includes(words.errors['call-busy']));
      await checkAccessibility(button);
    });
  }

  it('are replaced by those of the page, at once, and are text whatever they are', async () => {
    document.documentElement.lang = 'es';
    const button = await mountButton();
    await until('it is Spanish', () => textOf(button) === es.labels.call);
    setStrings('es', {
      labels: { call: '<img src=x onerror=alert(1)>' },
      errors: { 'call-busy': '<b>No</b>' },
    });
    await until('it is the page’s', () => textOf(button) === '<img src=x onerror=alert(1)>');
    expect(deep(button, 'img')).to.equal(null);
    inner(button).click();
    await untilState(button, 'dialing');
    world.session.end({ originator: 'remote', cause: 'Busy', message: null });
    await until('the sentence is the page’s, too', () => textOf(button).includes('<b>No</b>'));
    expect(deep(button, 'b')).to.equal(null);
    setStrings('es', { labels: { call: es.labels.call }, errors: { 'call-busy': es.errors['call-busy'] } });
  });
});

describe('a call button with opening hours', () => {
  const HOURS = { hours: 'Mo-Fr 09:00-17:30', timezone: 'UTC' };
  let now: number;
  let wake: (() => void)[];

  beforeEach(() => {
    wake = [];
    const before = platform;
    usePlatform({
      ...before,
      now: () => now,
      setTimeout: (callback, delay) =>
        delay < 10_000 ? before.setTimeout(callback, delay) : wake.push(callback),
    });
  });

  it('makes no call for a click that came before its hours, and closes the microphone', async () => {
    now = Date.parse('2026-03-07T12:00:00Z');
    const { stream } = new AudioContext().createMediaStreamDestination();
    world.microphone = async () => stream;
    const button = await mountButton();
    button.hours = HOURS.hours;
    button.timezone = HOURS.timezone;
    inner(button).click();
    await untilState(button, 'closed');
    await until('the microphone is closed', () =>
      stream.getTracks().every((track) => track.readyState === 'ended'),
    );
    expect(world.agents).to.have.lengthOf(0);
  });

  it('opens and closes when the time comes, but never ends a call', async () => {
    now = Date.parse('2026-03-06T17:29:00Z');
    const button = await mountButton(HOURS);
    await until('it has read its hours', () => wake.length > 0);
    expect(button.state).to.equal('idle');
    inner(button).click();
    await untilState(button, 'dialing');
    now = Date.parse('2026-03-06T17:30:00Z');
    for (const callback of wake.splice(0)) callback();
    await button.updateComplete;
    expect(button.state).to.equal('dialing');
    world.session.terminate();
    button.stop();
    await until('what is left of the call is gone', () => button.state !== 'dialing');
    now = Date.parse('2026-03-09T09:00:00Z');
    for (const callback of wake.splice(0)) callback();
    await until('it is open', () => button.state !== 'closed');
  });

  for (const [attributes, name] of [
    [{ hours: 'always' }, 'hours'],
    [{ hours: 'Mo 09:00-10:00', timezone: 'Mars/Olympus' }, 'timezone'],
    [{ placement: 'middle' }, 'placement'],
    [{ load: 'never' }, 'load'],
  ] as const) {
    it(`names a malformed "${name}" in the console and by sip-error, and is open`, async () => {
      now = Date.parse('2026-03-07T12:00:00Z');
      document.documentElement.lang = 'de';
      const console = warnings();
      const button = await mountButton(attributes);
      const errors = errorsOf(button);
      inner(button).click();
      await untilState(button, 'dialing');
      await until('it is told', () => errors.length > 0);
      expect(errors).to.deep.equal([`attribute-invalid: ${de.errors['attribute-invalid']}`]);
      expect(console.texts.join()).to.include(`${name}: "`);
      console.end();
    });
  }
});

describe('a call button with a configuration file', () => {
  const { fetch } = globalThis;
  let fetched: string[];
  let answer: () => Response;

  beforeEach(() => {
    fetched = [];
    globalThis.fetch = async (url) => {
      fetched.push(String(url));
      return answer();
    };
  });
  afterEach(() => void (globalThis.fetch = fetch));

  const config = (value: unknown) => (answer = () => Response.json(value));

  async function mountPasted(attributes: Record<string, string> = {}): Promise<SipCallButton> {
    const button = await mountButton({ 'config-url': '/call.json', ...attributes });
    return button;
  }

  it('fetches it at the first intent, not before, and once', async () => {
    config({ 'header-x-shop': '7' });
    const button = await mountPasted();
    expect(fetched).to.deep.equal([]);
    approach(button);
    await until('it is connected', () => world.agents[0]?.connected);
    inner(button).click();
    await untilState(button, 'dialing');
    expect(fetched).to.deep.equal([new URL('/call.json', document.baseURI).href]);
    expect(world.agent.calls[0]?.options.extraHeaders).to.include('X-Shop: 7');
  });

  it('is answered by what can be seen while the file is on its way', async () => {
    let come!: () => void;
    globalThis.fetch = async () => {
      await new Promise<void>((resolve) => (come = resolve));
      return Response.json({});
    };
    const button = await mountPasted();
    approach(button);
    await until('the file is asked for', () => come);
    inner(button).click();
    await button.updateComplete;
    expect(button.state).to.equal('loading');
    expect(textOf(button)).to.include(en.states.loading);
    come();
    await untilState(button, 'dialing');
  });

  it('calls with nothing else on the tag', async () => {
    config({
      server: ['wss://a.example', 'wss://b.example'],
      target: 'sip:help@shop.example',
      'display-name': 'Shop',
    });
    const stage = mount<HTMLElement>(
      html`<div><sip-call-button config-url="/call.json"></sip-call-button></div>`,
    );
    const button = stage.querySelector('sip-call-button')!;
    await button.updateComplete;
    inner(button).click();
    await untilState(button, 'dialing');
    expect(world.agent.configuration.servers).to.deep.equal(['wss://a.example', 'wss://b.example']);
    expect(world.agent.calls[0]?.target).to.equal('sip:help@shop.example');
  });

  it('lets the attributes of the tag win', async () => {
    config({ target: 'sip:other@shop.example', anonymous: true });
    const button = await mountPasted();
    inner(button).click();
    await untilState(button, 'dialing');
    expect(world.agent.calls[0]?.target).to.equal('sip:sales@shop.example');
    expect(world.agent.calls[0]?.options.anonymous).to.equal(true);
  });

  it('takes the hours and the place from it with load="eager"', async () => {
    config({ hours: 'Mo-Su 00:00-00:01', timezone: 'UTC', placement: 'bottom-end' });
    const now = Date.parse('2026-03-07T12:00:00Z');
    usePlatform({ ...platform, now: () => now });
    const button = await mountPasted({ load: 'eager' });
    await untilState(button, 'closed');
    expect(getComputedStyle(button).position).to.equal('fixed');
  });

  it('makes no markup, script, header or password of it, and says what it refuses', async () => {
    const console = warnings();
    config({
      ...{ onclick: 'alert(1)', style: 'display:none', id: 'x', password: 'p', Server: 'wss://evil.example' },
      ...{ 'header-route': '<sip:evil>', 'header-x-a': 'b\r\nRoute: <sip:evil>', 'header-x b': 'c' },
      ...{ __proto__: 'x', target: { toString: 'x' }, 'display-name': '<img src=x onerror=alert(1)>' },
      ...{ 'config-url': '/other.json', phone: 'x' },
    });
    const button = await mountPasted();
    const errors = errorsOf(button);
    inner(button).click();
    await untilState(button, 'dialing');
    const names = button
      .getAttributeNames()
      .filter((name) => !name.startsWith('header-'))
      .sort();
    expect(names).to.deep.equal(['config-url', 'display-name', 'server', 'state', 'target']);
    expect(world.agent.configuration).to.include({ display_name: '<img src=x onerror=alert(1)>' });
    expect(world.agent.configuration.password).to.equal(undefined);
    expect(world.agent.calls[0]?.options.extraHeaders).to.deep.equal([]);
    expect(deep(button, 'img')).to.equal(null);
    await until('all is told', () => errors.length > 2);
    expect(errors).to.have.lengthOf(3);
    for (const name of [
      'onclick',
      'style',
      'password',
      'Server',
      'header-x b',
      'phone',
      'header-route',
      'header-x-a',
    ])
      expect(console.texts.join()).to.include(name);
    console.end();
  });

  const failures: [what: string, url: string, answer: () => Response][] = [
    ['there is none', '/call.json', () => new Response('', { status: 404 })],
    ['it is no JSON', '/call.json', () => new Response('<html>')],
    ['it is no object', '/call.json', () => Response.json('x')],
    ['it is neither https nor of this machine', 'http://example.com/call.json', () => Response.json({})],
    ['its address is none', 'https://', () => Response.json({})],
  ];
  for (const [what, url, response] of failures) {
    it(`says so where ${what}, and calls with what is on the tag`, async () => {
      const console = warnings();
      answer = response;
      const button = await mountPasted({ 'config-url': url });
      const errors = errorsOf(button);
      inner(button).click();
      await untilState(button, 'dialing');
      await until('it is told', () => errors.length > 0);
      expect(errors).to.deep.equal([`attribute-invalid: ${en.errors['attribute-invalid']}`]);
      expect(console.texts.join()).to.include('config-url: ');
      console.end();
    });
  }

  it('is tried again at the next click when it has failed', async () => {
    const console = warnings();
    answer = () => new Response('', { status: 500 });
    const button = await mountPasted({ target: '' });
    inner(button).click();
    await untilState(button, 'failed');
    config({ 'header-x-shop': '7' });
    button.target = 'sip:sales@shop.example';
    inner(button).click();
    await untilState(button, 'dialing');
    expect(world.agent.calls[0]?.options.extraHeaders).to.include('X-Shop: 7');
    console.end();
  });

  it('still has what the file says when a page takes the attributes away, and forgets it for another file', async () => {
    config({ 'header-x-shop': '7' });
    const button = await mountPasted();
    await button.start();
    button.removeAttribute('header-x-shop');
    await button.start();
    expect(button.getAttribute('header-x-shop')).to.equal('7');
    config({});
    button.configUrl = '/none.json';
    await button.updateComplete;
    await button.start();
    expect(button.hasAttribute('header-x-shop')).to.equal(false);
  });
});

describe('a call button in a corner', () => {
  it('leaves its panel inside the window', async () => {
    const button = await mountButton({ placement: 'bottom-end' });
    inner(button).click();
    await untilState(button, 'dialing');
    const panel = deep(button, 'sip-call-panel')!;
    await until('the panel is open', () => panel.matches(':popover-open'));
    await until('it is inside the window', () => {
      const { left, right, top, bottom } = panel.getBoundingClientRect();
      return left >= 0 && top >= 0 && right <= innerWidth && bottom <= button.getBoundingClientRect().top;
    });
  });
});
