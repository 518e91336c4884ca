/// <reference types="mocha" />
// What the page's owner writes into the tags: slips are named, and changes at any time do the sensible thing.
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import en from '../../components/locales/en.ts';
import type { SipErrorEvent } from '../../components/launch-events.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { clear, FakeWorld, until, untilState } from './fake-world.ts';

type Element = SipCallButton | SipPhone;
type Tag = 'sip-call-button' | 'sip-phone';

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = SipPhone.world = world;
});

afterEach(() => {
  document.querySelector<Element>('sip-call-button, sip-phone')?.stop();
  world.end();
});

const GOOD = { server: 'wss://sip.example', uri: 'sip:anna@sip.example', target: 'sip:sales@shop.example' };

async function show(tag: Tag, attributes: Record<string, string> = {}): Promise<Element> {
  clear();
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries({ ...GOOD, ...attributes })) element.setAttribute(name, value);
  const stage = document.createElement('main');
  stage.append(element);
  document.body.append(stage);
  await element.updateComplete;
  return element;
}

async function inCall(tag: Tag): Promise<Element> {
  const element = await show(tag);
  element.call().catch(() => {});
  await untilState(element, 'dialing');
  world.session.accept();
  await untilState(element, 'connected');
  return element;
}

const both: Tag[] = ['sip-call-button', 'sip-phone'];
const NUL = 'A\u0000B';
const LINES = 'A\r\nRoute: <sip:evil.example>';

/** Malformed values; what the message must say would be right. */
const malformed: [attribute: string, values: string[], right: RegExp, tags?: Tag[]][] = [
  ['server', ['nonsense', 'https://sip.example', 'ws://sip.example', NUL], /wss:/],
  ['uri', ['nobody', 'sip:@example.com', 'a b@example.com', LINES], /sip:user@domain|line of text/],
  ['display-name', [NUL, LINES], /line of text/],
  ['authorization-user', [NUL, LINES], /line of text/],
  ['auth-url', ['http://shop.example/credentials', 'javascript:alert(1)', 'https://'], /https:/],
  [
    'config-url',
    ['http://shop.example/phone.json', 'data:application/json,{}', 'https://'],
    /https:|Invalid URL|cannot be/i,
  ],
  ['target', [LINES], /line of text/],
  ['header-x-order', [NUL, LINES], /line of text/],
  ['header-route', ['<sip:evil.example>'], /header-x-/],
  ['header-from', ['<sip:evil.example>'], /header-x-/],
  ['ice-servers', ['[{', 'http://x', 'turn:t.example', '{"urls":1}', 'stun://x', '[]{}'], /stun:/],
  ['ice-transport-policy', ['none'], /all, relay/],
  ['dtmf', ['loud', NUL], /auto, rtp, info/],
  ['no-answer-timeout', ['0', '-1', '1.5', 'soon', '1e9'], /whole number of seconds/],
  ['codecs', ['opsu', 'G729'], /opus, G722/],
  ['auto-answer', ['*', 'sip:*@example.com'], /user name/],
  ['tones', ['loud music', '<b>'], /country/],
  ['volume', ['loud', '2', '-1'], /0 to 1/],
  ['load', ['never'], /intent, idle, eager/],
  ['placement', ['left'], /bottom-end/, ['sip-call-button']],
  ['hours', ['always', 'Mo 25:00-26:00', 'Mo-Xx 09:00-10:00'], /Mo/, ['sip-call-button']],
  ['timezone', ['Nowhere/Land'], /Europe\/Berlin/, ['sip-call-button']],
];

describe('a malformed attribute is named by sip-error, with its value and what would be right', () => {
  for (const [attribute, values, right, tags = both] of malformed) {
    for (const tag of tags) {
      it(`${attribute} of <${tag}>`, async () => {
        const thrown: unknown[] = [];
        const noteThrown = ({ error }: ErrorEvent) => thrown.push(error);
        addEventListener('error', noteThrown);
        for (const value of values) {
          const errors: SipErrorEvent[] = [];
          const note = (event: SipErrorEvent) => errors.push(event);
          document.addEventListener('sip-error', note);
          const hours = attribute === 'timezone' ? { hours: 'Mo-Su 00:00-24:00' } : {};
          const element = await show(tag, { ...hours, [attribute]: value });
          element.call().catch(() => {});
          const about = () => errors.find(({ fix }) => fix.startsWith(`${attribute}: `));
          await until(`${JSON.stringify(value)} is named`, about).finally(() => element.stop());
          document.removeEventListener('sip-error', note);
          const { fix, message, code } = about()!;
          expect(fix).to.include(code === 'server-insecure' ? `"${value}"` : JSON.stringify(value));
          expect(fix).to.match(right);
          expect(message).to.equal(en.errors[code]);
        }
        removeEventListener('error', noteThrown);
        expect(thrown).to.deep.equal([]);
      });
    }
  }

  it('target, where only the core can tell', async () => {
    const button = await show('sip-call-button', { target: 'sip:' });
    await button.start();
    world.agent.call = () => {
      throw new TypeError('Invalid target');
    };
    const told = new Promise<SipErrorEvent>((resolve) =>
      button.addEventListener('sip-error', resolve, { once: true }),
    );
    button.call().catch(() => {});
    expect((await told).fix).to.match(/^target: "sip:" is no number, user name, SIP or tel URI/);
    await untilState(button, 'failed');
  });
});

describe('an attribute that changes', () => {
  const changes: Record<string, string> = {
    server: 'wss://other.example',
    uri: 'sip:bert@sip.example',
    'display-name': 'Bert',
    'authorization-user': 'bert',
    'auth-url': '/credentials',
    register: '',
    'no-register': '',
    'no-answer-timeout': '20',
    insecure: '',
  };
  for (const tag of both) {
    for (const [name, value] of Object.entries(changes)) {
      it(`${name} of <${tag}> waits for the end of the call, and then counts`, async () => {
        const { fetch } = globalThis;
        globalThis.fetch = async () => new Response('{}');
        try {
          const element = await inCall(tag);
          const before = world.agents.length;
          element.setAttribute(name, value);
          await element.updateComplete;
          expect(world.session.isEnded()).to.equal(false);
          expect(element.state).to.equal('connected');
          expect(world.agents).to.have.lengthOf(before);
          world.session.end({ originator: 'remote', cause: 'Terminated' });
          await untilState(element, 'ended');
          element.call().catch(() => {});
          await until('another agent calls', () => world.agents.at(before)?.calls.length === 1);
        } finally {
          globalThis.fetch = fetch;
        }
      });
    }

    it(`target of <${tag}> counts for the next call`, async () => {
      const element = await inCall(tag);
      element.setAttribute('target', 'sip:service@shop.example');
      await element.updateComplete;
      expect(element.state).to.equal('connected');
      world.session.end({ originator: 'remote', cause: 'Terminated' });
      await untilState(element, 'ended');
      element.call().catch(() => {});
      await until('it is called', () =>
        world.agents.some(({ calls }) => calls.at(-1)?.target.includes('service')),
      );
    });

    it(`server of <${tag}> may change while it is being reached: the call that was asked for is told how it went`, async () => {
      const element = await show(tag);
      let allow!: (stream: MediaStream) => void;
      world.microphone = () => new Promise((resolve) => (allow = resolve));
      const outcome = element.call().then(
        () => 'answered',
        () => 'failed',
      );
      await untilState(element, 'permission');
      element.setAttribute('server', 'wss://other.example');
      element.setAttribute('target', 'sip:service@shop.example');
      await element.updateComplete;
      allow(new MediaStream());
      await untilState(element, 'dialing');
      world.agents.find(({ calls }) => calls.length > 0)?.sessions[0]?.accept();
      expect(await outcome).to.equal('answered');
    });

    it(`the account of an idle <${tag}> is another one at once`, async () => {
      const element = await show(tag);
      await element.start();
      await until('it is connected', () => world.agents[0]?.connected);
      element.setAttribute('uri', 'sip:bert@sip.example');
      await element.updateComplete;
      await element.start();
      await until('the new one is connected', () => world.agents[1]?.connected);
      expect(world.agents[1]?.configuration.uri).to.equal('sip:bert@sip.example');
      expect(world.agents[0]?.stopped).to.equal(true);
    });

    it(`mended, <${tag}> calls`, async () => {
      const element = await show(tag, { server: 'nonsense' });
      element.call().catch(() => {});
      await untilState(element, 'failed');
      element.setAttribute('server', GOOD.server);
      await element.updateComplete;
      element.call().catch(() => {});
      await untilState(element, 'dialing');
    });
  }

  it('hours, placement and language of a button change in mid-call, and the call goes on', async () => {
    const button = await inCall('sip-call-button');
    for (const [name, value] of [
      ['hours', 'Mo 10:00-10:01'],
      ['placement', 'top-start'],
      ['lang', 'ar'],
      ['dir', 'rtl'],
      ['load', 'eager'],
      ['volume', '0.5'],
      ['volume', 'loud'],
      ['phone', 'nowhere'],
    ] as const) {
      button.setAttribute(name, value);
      await button.updateComplete;
      expect(button.state, `${name}=${value}`).to.equal('connected');
    }
    expect(world.session.isEnded()).to.equal(false);
  });
});
