/// <reference types="mocha" />
// Under the strictest content security policy: every state, every part, every language, and no violation.
import { expect } from 'chai';
import type { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import type { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { type Frame, openFrame } from './framed/frames.ts';
import { deep, until, untilState } from './fake-world.ts';

const LONE = { server: 'wss://sip.example', target: 'sip:sales@shop.example' };
const ACCOUNT = { ...LONE, uri: 'sip:anna@sip.example' };
const PARTS = `audio-test answer-button camera-button current-call device-select dialer error hangup-button hold-button
  incoming keypad level mute-button precall-form quality rating reject-button screen-button settings status timer video
  volume`;

let shop: Frame;

beforeEach(async () => void (shop = await openFrame('strict.html')));
afterEach(() => shop.frame.remove());

/** What the page has drawn until now was not against its policy. */
function expectNoViolation(): void {
  shop.document.body.getBoundingClientRect();
  expect(shop.page.violations).to.deep.equal([]);
}

async function reached(element: Element, state: string): Promise<void> {
  await untilState(element, state);
  await (element as SipPhone).updateComplete;
  expectNoViolation();
}

/** All states of a call, one after another. */
async function wholeCall(element: SipCallButton | SipPhone): Promise<void> {
  const { world } = shop.page;
  let allow!: () => void;
  world.microphone = async () => {
    await new Promise<void>((resolve) => (allow = resolve));
    return shop.page.openMicrophone({ audio: true });
  };
  element.call().catch(() => {});
  await reached(element, 'permission');
  allow();
  await reached(element, 'dialing');
  world.session.progress({ status_code: 182 });
  await reached(element, 'queued');
  world.session.progress();
  await reached(element, 'ringing');
  world.session.progress({ status_code: 183, body: 'v=0' });
  await reached(element, 'early-media');
  world.session.accept();
  await reached(element, 'connected');
  element.mute();
  await (element as SipPhone).updateComplete;
  deep(element, '.toggle')?.click();
  if (element.children.length === 0)
    await until('the keypad is open', () => deep(element, 'sip-keypad')?.checkVisibility());
  expectNoViolation();
  world.session.emit('hold', { originator: 'remote' });
  await reached(element, 'held');
  world.session.emit('unhold', { originator: 'remote' });
  world.agent.disconnect();
  await reached(element, 'reconnecting');
  world.agent.connect();
  await reached(element, 'connected');
  world.session.end({ originator: 'remote', cause: 'Terminated' });
  await reached(element, 'ended');
}

describe('under the strict policy', () => {
  it('the page is indeed held to it', async () => {
    const { document: inside, page } = shop;
    inside.body.setAttribute('style', 'color: red');
    await until('an inline style is a violation', () => page.violations.some((one) => /style/.test(one)));
    const script = inside.createElement('script');
    script.append('window.evil = 1');
    inside.body.append(script);
    await until('an inline script is a violation', () => page.violations.some((one) => !/style/.test(one)));
    expect('evil' in shop.window).to.equal(false);
  });

  it('a call button goes through every state', async () => {
    const button = shop.page.show('sip-call-button', { ...LONE, placement: 'bottom-end' }) as SipCallButton;
    await reached(button, 'idle');
    await wholeCall(button);
  });

  it('a phone goes through every state, and shows a call that comes in', async () => {
    const phone = shop.page.show('sip-phone', ACCOUNT) as SipPhone;
    await reached(phone, 'idle');
    await until('it is registered', () => phone.matches(':state(registered)'));
    await wholeCall(phone);
    shop.page.world.agent.receive('carol', 'Carol');
    await until('the card', () => deep(phone, 'sip-incoming')?.shadowRoot?.querySelector('[part=base]'));
    expectNoViolation();
  });

  for (const tag of ['sip-call-button', 'sip-phone']) {
    it(`a <${tag}> is offline, fails, and says what is wrong`, async () => {
      shop.page.world.reachable = false;
      const element = shop.page.show(tag, { ...ACCOUNT, dtmf: 'loud' }) as SipCallButton | SipPhone;
      element.call().catch(() => {});
      await reached(element, 'offline');
      shop.page.world.agent.connect();
      shop.page.world.microphone = () => Promise.reject(new DOMException('no', 'NotFoundError'));
      element.call().catch(() => {});
      await reached(element, 'failed');
    });
  }

  it('a call button is closed outside of its hours', async () => {
    const today = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'][(new Date().getDay() + 3) % 7];
    const button = shop.page.show('sip-call-button', { ...LONE, hours: `${today} 10:00-10:01` });
    await reached(button, 'closed');
  });

  it('a call is one of video', async () => {
    shop.page.world.microphone = () => shop.page.openMicrophone({ audio: true, video: true });
    const phone = shop.page.show('sip-phone', { ...ACCOUNT, video: '' }) as SipPhone;
    await reached(phone, 'idle');
    phone.call().catch(() => {});
    await reached(phone, 'dialing');
    shop.page.world.session.accept();
    await reached(phone, 'connected');
    await until('one sees oneself', () => deep(phone, 'sip-video[self]')?.matches(':state(shown)'));
    expectNoViolation();
  });

  it('a visitor is asked for consent, before the call, and after it', async () => {
    const asks = { precall: '', rating: '', consent: '<b>May we?</b>' };
    const button = shop.page.show('sip-call-button', { ...LONE, ...asks }) as SipCallButton;
    await reached(button, 'idle');
    const press = async (part: string) => {
      await until(`${part} is there`, () => deep(button, `[part=${part}]`)?.checkVisibility());
      expectNoViolation();
      deep(button, `[part=${part}]`)!.click();
    };
    await press('button');
    await press('agree');
    await press('call');
    await reached(button, 'dialing');
    shop.page.world.session.accept();
    await reached(button, 'connected');
    shop.page.world.session.end({ originator: 'remote', cause: 'Terminated' });
    await press('choice');
    await press('send');
    expectNoViolation();
  });

  it('a page lays out every part by itself', async () => {
    const parts = PARTS.split(/\s+/).map((name) => `sip-${name}`);
    const phone = shop.page.show('sip-phone', ACCOUNT, parts) as SipPhone;
    await reached(phone, 'idle');
    await wholeCall(phone);
  });

  it('every language is spoken, in every place of the window', async () => {
    for (const lang of ['de', 'fr', 'es', 'ar', 'zh']) {
      shop.document.documentElement.lang = lang;
      for (const placement of ['inline', 'bottom-start', 'top-end', 'top-start']) {
        const button = shop.page.show('sip-call-button', { ...LONE, placement });
        await until(`${lang} is there`, () => deep(button, `[part=base][lang^=${lang}]`));
        expectNoViolation();
      }
    }
  });
});
