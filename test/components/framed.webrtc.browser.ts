/// <reference types="mocha" />
// Elements in pages of their own: in frames with and without a microphone, and under Turbo.
import { expect } from 'chai';
import en from '../../components/locales/en.ts';
import type { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { type Frame, openFrame } from './framed/frames.ts';
import { deep, until, untilState } from './fake-world.ts';

interface Turbo {
  visit(url: string, options?: { action: string }): void;
}

let shop: Frame | undefined;
afterEach(() => {
  shop?.frame.remove();
  shop = undefined;
});

const buttonOf = ({ document: inside }: Frame) => inside.querySelector<SipCallButton>('sip-call-button')!;
const turboOf = ({ window: inside }: Frame) => (inside as unknown as { Turbo: Turbo }).Turbo;
const liveTracks = ({ page }: Frame) =>
  page.microphones.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === 'live');

async function callIn(frame: Frame): Promise<SipCallButton> {
  const button = buttonOf(frame);
  await untilState(button, 'idle');
  deep(button, '[part=button]')!.click();
  await untilState(button, 'dialing');
  frame.page.world.session.accept();
  await untilState(button, 'connected');
  return button;
}

describe('a call button on a page whose links Turbo follows', () => {
  it('keeps its call when Turbo puts another page into the place of this one', async () => {
    shop = await openFrame('turbo.html');
    const frame = shop;
    const button = await callIn(frame);
    turboOf(frame).visit('turbo-next.html');
    await until('the next page is there', () => frame.document.querySelector('h1')?.textContent === 'Cups');
    await until('it stands there', () => button.isConnected);
    expect(frame.document.querySelectorAll('sip-call-button').length).to.equal(1);
    await until('its controls can be seen', () => deep(button, 'sip-hangup-button')?.checkVisibility());
    expect(button.state).to.equal('connected');
    expect(frame.page.world.session.isEnded()).to.equal(false);
    expect(liveTracks(frame)).to.have.lengthOf(1);
  });

  it('keeps its call when Turbo morphs the page', async () => {
    shop = await openFrame('turbo.html');
    const frame = shop;
    const button = await callIn(frame);
    const rendered = new Promise((resolve) =>
      frame.document.addEventListener('turbo:render', resolve, { once: true }),
    );
    turboOf(frame).visit(frame.window.location.href, { action: 'replace' });
    await rendered;
    expect(buttonOf(frame)).to.equal(button);
    await untilState(button, 'connected');
    expect(frame.page.world.session.isEnded()).to.equal(false);
    expect(liveTracks(frame)).to.have.lengthOf(1);
  });
});

describe('a page in a frame that is taken away in mid-call', () => {
  it('tells the other party', async () => {
    shop = await openFrame('turbo.html');
    await callIn(shop);
    const { session } = shop.page.world;
    shop.frame.remove();
    expect(session.terminatedWith).to.not.equal(null);
  });
});

describe('a call button in a frame of another site', () => {
  /** The other name of this machine: another site to a browser. */
  const other = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';

  /** What the button in the frame comes to after a click. */
  async function outcome(allow: string): Promise<string> {
    const frame = document.createElement('iframe');
    frame.allow = allow;
    const url = new URL('framed/foreign.html', import.meta.url);
    url.hostname = other;
    frame.src = url.href;
    const told = new Promise<string>((resolve) => {
      addEventListener('message', ({ source, data }) => {
        if (source === frame.contentWindow) resolve(String(data));
      });
    });
    document.body.append(frame);
    try {
      return await told;
    } finally {
      frame.remove();
    }
  }

  it('calls where the page allows the frame the microphone', async () => {
    expect(await outcome('microphone')).to.equal('dialing');
  });

  it('says that the page does not let it where it is not allowed', async () => {
    const told = await outcome('');
    const { 'microphone-policy': policy, 'microphone-blocked': blocked } = en.errors;
    expect(told).to.be.oneOf(['featurePolicy' in document ? policy : blocked, policy]);
  });
});
