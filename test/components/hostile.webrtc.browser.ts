/// <reference types="mocha" />
// What peers, servers, files and locales write is text on the page: never markup, never script, never a sentence turned round.
import { expect } from 'chai';
import { setStrings } from '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import en from '../../components/locales/en.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { identity } from './fake-core.ts';
import { clear, deep, FakeWorld, spoken, textOf, until, untilState } from './fake-world.ts';

type Element = SipCallButton | SipPhone;
type Tag = 'sip-call-button' | 'sip-phone';

const MARKUP =
  '<img src="/x" onerror="pwned=1"><script>pwned=1</script><b>b</b>&lt;b&gt;${pwned=1}{{pwned=1}}';
const LONG = MARKUP.padEnd(65_536, 'a');
/** Ends every isolate, and writes what follows from right to left. */
const TURNED = '\u2069\u202eevil\u2067';

let world: FakeWorld;
const { fetch } = globalThis;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = SipPhone.world = world;
});

afterEach(() => {
  globalThis.fetch = fetch;
  document.querySelector<Element>('sip-call-button, sip-phone')?.stop();
  world.end();
});

function show(tag: Tag, attributes: Record<string, string> = {}): Element {
  clear();
  const element = document.createElement(tag);
  const all = {
    server: 'wss://sip.example',
    uri: 'sip:anna@sip.example',
    target: 'sip:sales@shop.example',
    ...attributes,
  };
  for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
  const stage = document.createElement('main');
  stage.append(element);
  document.body.append(stage);
  return element;
}

async function dialing(tag: Tag, attributes: Record<string, string> = {}): Promise<Element> {
  const element = show(tag, attributes);
  element.call().catch(() => {});
  await untilState(element, 'dialing');
  return element;
}

/** Every element in a tree, those of shadow trees included. */
function everything(root: ParentNode): globalThis.Element[] {
  return [...root.querySelectorAll('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot ? everything(one.shadowRoot) : []),
  ]);
}

/** Nothing became markup or script, and nothing turned a sentence round. */
async function expectHarmless(): Promise<void> {
  // What became an image would have failed to load by now.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect('pwned' in globalThis).to.equal(false);
  const all = everything(document.querySelector('main')!);
  expect(all.filter(({ localName }) => ['img', 'script', 'b'].includes(localName))).to.deep.equal([]);
  // Nothing is a link, so that no scheme of a link matters (javascript:).
  expect(all.filter((one) => ['href', 'src', 'action'].some((name) => one.hasAttribute(name)))).to.deep.equal(
    [],
  );
  const handlers = all.flatMap((one) => one.getAttributeNames()).filter((name) => /^on/.test(name));
  expect(handlers).to.deep.equal([]);
  for (const one of all) {
    const texts = [...one.childNodes].filter((node) => node instanceof Text).map(({ data }) => data);
    const shown = [...texts, one.ariaLabel ?? ''].join('');
    expect(shown).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
    if (one.localName !== 'style') expect(shown.length, one.localName).to.be.below(2000);
  }
}

describe('what is written by others', () => {
  it('is there for this test to find, where it is made markup', async () => {
    show('sip-call-button');
    document.querySelector('main')!.innerHTML += '<b>b</b>';
    let found = false;
    await expectHarmless().catch(() => (found = true));
    expect(found).to.equal(true);
  });

  for (const [what, name] of [
    ['markup', MARKUP],
    ['64 KB', LONG],
    ['signs that turn a sentence', TURNED],
  ] as const) {
    for (const tag of ['sip-call-button', 'sip-phone'] as const) {
      it(`a name of ${what} is text in a <${tag}>, also as P-Asserted-Identity`, async () => {
        const element = await dialing(tag);
        world.session.asserted_identity = [identity(name)];
        world.session.accept();
        await untilState(element, 'connected');
        await until('it is said', () =>
          spoken(element, 'status').includes(name === TURNED ? 'evil' : '<img'),
        );
        const shown = () => deep(element, '[part=name] bdi')?.textContent ?? '';
        await until('it is shown', () => shown().includes(name === TURNED ? 'evil' : '<img'));
        expect(spoken(element, 'status')).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
        await expectHarmless();
        const { width } = element.getBoundingClientRect();
        expect(width).to.be.at.most(innerWidth);
      });
    }

    it(`a caller's name of ${what} is text`, async () => {
      const phone = show('sip-phone');
      await until('it is registered', () => phone.matches(':state(registered)'));
      world.agent.receive('carol', name);
      await until('the card', () => deep(phone, 'sip-incoming')?.shadowRoot?.querySelector('[part=name]'));
      await until('it is said', () => spoken(phone, 'alert').startsWith('Call from '));
      await expectHarmless();
    });
  }

  it('a reason phrase of markup is not shown', async () => {
    for (const tag of ['sip-call-button', 'sip-phone'] as const) {
      const element = await dialing(tag);
      const message = {
        status_code: 603,
        reason_phrase: `%c${LONG}`,
        getHeader: () => LONG,
        getHeaders: () => [LONG],
      };
      world.session.end({ originator: 'remote', cause: 'Rejected', message });
      await untilState(element, 'failed');
      await until('what to do is shown', () => textOf(element).includes(en.errors['call-rejected']));
      await expectHarmless();
    }
  });

  it('a reason phrase of a refused registration is not shown, and is no format of the console', async () => {
    const phone = show('sip-phone');
    await until('it is registered', () => phone.matches(':state(registered)'));
    const { warn } = console;
    const told: unknown[] = [];
    console.warn = (text: unknown) => told.push(text);
    try {
      world.agent.emit('registrationFailed', {
        response: { status_code: 403, reason_phrase: `%c%s%o${MARKUP}` },
      });
    } finally {
      console.warn = warn;
    }
    expect(told.join()).to.include('%%c%%s%%o');
    expect(told.join()).to.not.match(/(^|[^%])%[cso]/);
    await untilState(phone, 'failed');
    await expectHarmless();
  });

  it('the place in a queue is a number or nothing', async () => {
    const button = await dialing('sip-call-button');
    const headers: Record<string, string> = {
      'X-Queue-Position': MARKUP,
      'Call-Info': `<x>;position=${MARKUP}`,
    };
    for (const values of [
      headers,
      { 'X-Queue-Position': '3' },
      { 'X-Queue-Position': LONG },
    ] as (typeof headers)[]) {
      world.session.emit('progress', {
        originator: 'remote',
        response: {
          status_code: 182,
          reason_phrase: MARKUP,
          getHeader: (name: string) => values[name] ?? null,
          getHeaders: (name: string) => [values[name] ?? ''].filter(Boolean),
        },
      });
      await untilState(button, 'queued');
      await expectHarmless();
    }
  });

  it('a configuration file sets attributes that are allowed, and each is text', async () => {
    const hostile = {
      onclick: 'pwned=1',
      style: 'position:fixed',
      innerHTML: MARKUP,
      password: 'secret',
      'config-url': '/other.json',
      ['__proto__']: { server: 'wss://evil.example' },
      constructor: 'x',
      'on"><script>pwned=1</script>': 'x',
      'header-x-order': 'a\r\nRoute: <sip:evil.example>',
      'header-route': '<sip:evil.example>',
      'display-name': MARKUP,
      hours: MARKUP,
      timezone: MARKUP,
      placement: '"><script>pwned=1</script>',
      target: 'sip:service@shop.example',
      lang: MARKUP,
      volume: { toString: MARKUP },
      'ice-servers': [{ urls: 'javascript:pwned=1' }],
      'auth-url': 'javascript:pwned=1',
    };
    const text = JSON.stringify(hostile).replace('{', '{"__proto__":{"server":"wss://evil.example"},');
    globalThis.fetch = async () => new Response(text);
    for (const tag of ['sip-call-button', 'sip-phone'] as const) {
      const element = show(tag, { 'config-url': '/phone.json' });
      element.call().catch(() => {});
      await until('it was read', () => element.getAttribute('display-name') === MARKUP);
      for (const name of ['onclick', 'style', 'innerhtml', 'password', 'constructor'])
        expect(element.hasAttribute(name), name).to.equal(false);
      expect(element.server).to.equal('wss://sip.example');
      expect(element.configUrl).to.equal('/phone.json');
      await expectHarmless();
      element.stop();
    }
  });

  for (const [what, answer] of [
    ['no JSON', '<html>'],
    ['a list', '["server"]'],
    ['null', 'null'],
    ['a text', '"server"'],
    ['a list nested 20,000 deep', '['.repeat(20_000)],
  ] as const) {
    it(`a file and an auth-url that answer ${what} throw nothing, and are told of`, async () => {
      globalThis.fetch = async () => new Response(answer);
      const thrown: unknown[] = [];
      const note = (event: Event) => thrown.push(event);
      addEventListener('unhandledrejection', note);
      for (const name of ['config-url', 'auth-url']) {
        const told: string[] = [];
        const button = show('sip-call-button', { [name]: '/x.json' });
        button.addEventListener('sip-error', ({ code }) => told.push(code));
        button.call().catch(() => {});
        await until('it is told', () => told.length > 0);
        expect(told[0]).to.be.oneOf(['attribute-invalid', 'credentials-failed']);
        await expectHarmless();
        button.stop();
      }
      removeEventListener('unhandledrejection', note);
      expect(thrown).to.deep.equal([]);
    });
  }

  it('credentials of hostile types and texts are text, or are left out', async () => {
    const credentials = {
      uri: 'sip:anna@sip.example',
      display_name: MARKUP,
      authorization_user: { toString: 1 },
      password: ['secret'],
      servers: ['wss://sip.example', { url: 'x' }, 7],
      iceServers: [{ urls: 'javascript:pwned=1' }, null, { urls: ['stun:s.example'] }],
      headers: { 'X-A': 'a\r\nRoute: x', Route: 'x', 'X-B': 'b', ['__proto__']: 'x' },
      expires_in: -1,
    };
    globalThis.fetch = async () => new Response(JSON.stringify(credentials));
    const button = await dialing('sip-call-button', { 'auth-url': '/credentials' });
    expect(world.agent.configuration.servers).to.deep.equal(['wss://sip.example']);
    expect(world.agent.configuration.password).to.equal(undefined);
    const { extraHeaders, pcConfig } = world.agent.calls[0]!.options as {
      extraHeaders: string[];
      pcConfig: RTCConfiguration;
    };
    expect(extraHeaders).to.deep.equal(['X-B: b']);
    expect(pcConfig.iceServers).to.deep.equal([{ urls: ['stun:s.example'] }]);
    button.hangup();
    await expectHarmless();
  });

  it('what auth-url gives is in no attribute, text, storage, error or console', async () => {
    const { warn, error, log, debug } = console;
    const told: string[] = [];
    const tell = (...values: unknown[]) =>
      void told.push(values.filter((one) => typeof one === 'string').join());
    Object.assign(console, { warn: tell, error: tell, log: tell, debug: tell });
    localStorage.setItem('debug', 'sip-elements:*');
    try {
      for (const wrong of [{}, { servers: ['ws://sip.example/?token=hunter2'] }]) {
        const credentials = {
          ...{ uri: 'sip:visitor-1@sip.example', authorization_user: '1:visitor-1', password: 'hunter2' },
          ...{ ha1: 'hunter2', realm: 'r', token: 'hunter2', headers: { 'X-Call-Context': 'hmac=hunter2' } },
          ...{ servers: ['wss://sip.example/?token=hunter2'], ...wrong },
          iceServers: [{ urls: 'turn:t.example', username: 'hunter2', credential: 'hunter2' }],
        };
        globalThis.fetch = async () => new Response(JSON.stringify(credentials));
        for (const tag of ['sip-call-button', 'sip-phone'] as const) {
          const element = show(tag, { 'auth-url': '/credentials' });
          element.addEventListener('sip-error', (event) => tell(event.message, event.fix));
          element.call().catch((reason: unknown) => tell(String(reason)));
          if ('servers' in wrong) await untilState(element, 'failed');
          else {
            await untilState(element, 'dialing');
            world.session.end({ originator: 'remote', cause: 'Rejected', message: { status_code: 603 } });
            await untilState(element, 'failed');
          }
          for (const one of everything(document)) {
            const texts = [...one.childNodes].filter((node) => node instanceof Text).map(({ data }) => data);
            const values = one.getAttributeNames().map((name) => one.getAttribute(name));
            expect([...texts, ...values].join()).to.not.include('hunter2');
          }
          element.stop();
        }
      }
    } finally {
      Object.assign(console, { warn, error, log, debug });
      localStorage.removeItem('debug');
    }
    expect(told.join()).to.include('auth-url: "ws://sip.example/?');
    expect(told.join()).to.not.include('hunter2');
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).to.not.include('hunter2');
  });

  it('strings of a locale are text, whatever they are', async () => {
    const labels = Object.fromEntries(Object.keys(en.labels).map((name) => [name, MARKUP]));
    const states = Object.fromEntries(Object.keys(en.states).map((name) => [name, MARKUP]));
    const spokenWords = { idle: MARKUP, connected: 7 };
    setStrings(
      'en',
      JSON.parse(JSON.stringify({ labels, states, spoken: spokenWords, lang: 7, __proto__: 1 })),
    );
    try {
      for (const tag of ['sip-call-button', 'sip-phone'] as const) {
        const element = await dialing(tag);
        world.session.accept();
        await untilState(element, 'connected');
        await until('it is shown', () => textOf(element).includes('<img'));
        const all = everything(document.querySelector('main')!);
        expect(all.filter(({ localName }) => ['img', 'script', 'b'].includes(localName))).to.deep.equal([]);
        expect('pwned' in globalThis).to.equal(false);
        element.stop();
      }
    } finally {
      setStrings('en', JSON.parse(JSON.stringify(en)) as typeof en);
    }
  });
});
