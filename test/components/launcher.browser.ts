/// <reference types="mocha" />
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import ar from '../../components/locales/ar.ts';
import en from '../../components/locales/en.ts';
import fr from '../../components/locales/fr.ts';
import zh from '../../components/locales/zh.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { platform, usePlatform } from '../../src/platform.ts';
import { checkAccessibility } from '../support/axe.ts';
import { deep, FakeWorld, textOf, until, untilState } from './fake-world.ts';
import { approach, inner, mountButton, quiet } from './launcher.ts';

// A button at rest needs nothing of WebRTC but to know that it is there.
let world: FakeWorld;
let now: number;

beforeEach(() => {
  now = Date.now();
  world = new FakeWorld();
  SipCallButton.world = world;
  const RTCPeerConnection = class {
    close() {}
  } as unknown as typeof globalThis.RTCPeerConnection;
  usePlatform({ ...platform, RTCPeerConnection, now: () => now });
});

afterEach(() => {
  world.end();
  document.documentElement.removeAttribute('lang');
  document.documentElement.removeAttribute('dir');
});

describe('the words of a call button', () => {
  it('follow the language and the direction of the page while it changes', async () => {
    const button = await mountButton();
    await until('it is English', () => textOf(button) === en.labels.call);
    document.documentElement.lang = 'fr';
    await until('it is French', () => textOf(button) === fr.labels.call);
    button.parentElement!.lang = 'zh-CN';
    await until('it is Chinese', () => textOf(button) === zh.labels.call);
    button.lang = 'pt';
    await until('it is English where there are no others', () => textOf(button) === en.labels.call);
    expect(deep(button, '[part=base]')?.lang).to.equal('en');
  });

  it('move nothing when they come', async () => {
    document.documentElement.lang = 'ar';
    const button = await mountButton();
    const { width, height } = button.getBoundingClientRect();
    await until('the label is there', () => textOf(button) === ar.labels.call);
    const now = button.getBoundingClientRect();
    expect([now.width, now.height]).to.deep.equal([width, height]);
  });
});

describe('a call button with opening hours', () => {
  const HOURS = { hours: 'Mo-Fr 09:00-17:30', timezone: 'UTC' };

  it('is closed outside of them, says when it opens again, and makes no call', async () => {
    now = Date.parse('2026-03-07T12:00:00Z');
    const button = await mountButton(HOURS);
    await untilState(button, 'closed');
    const monday = new Intl.DateTimeFormat('en', { weekday: 'long', hour: 'numeric', minute: '2-digit' });
    const sentence = en.opensAgain(monday.format(Date.parse('2026-03-09T09:00:00Z')));
    await until('the sentence is seen', () => textOf(button).includes(sentence));
    expect(inner(button).getAttribute('aria-disabled')).to.equal('true');
    inner(button).click();
    approach(button);
    await quiet(200);
    expect([button.state, world.agents.length]).to.deep.equal(['closed', 0]);
    expect(await button.call()).to.equal(null);
    await checkAccessibility(button);
  });

  it('shows the slot "closed" then, and not while it is open', async () => {
    now = Date.parse('2026-03-07T12:00:00Z');
    const button = await mountButton(HOURS);
    const own = Object.assign(document.createElement('p'), { slot: 'closed', textContent: 'Write to us.' });
    button.append(own);
    await untilState(button, 'closed');
    await until('the page’s text is seen', () => own.checkVisibility());
    expect(textOf(button)).to.include('Write to us.').and.not.to.include('Open again');
    button.hours = 'Mo-Su 00:00-24:00';
    await untilState(button, 'idle');
    await until('the page’s text is gone', () => !own.checkVisibility());
  });
});

describe('the place of a call button', () => {
  const corners = {
    'bottom-end': 'right bottom',
    'bottom-start': 'left bottom',
    'top-end': 'right top',
    'top-start': 'left top',
  };

  /** The edges of the window that it is 20 px away from. */
  const edges = (button: SipCallButton) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const distances = { left, right: clientWidth - right, top, bottom: clientHeight - bottom };
    return Object.entries(distances)
      .filter(([, distance]) => Math.abs(distance - 20) < 1)
      .map(([edge]) => edge)
      .join(' ');
  };

  for (const [placement, corner] of Object.entries(corners)) {
    it(`is a corner of the window: ${placement}, whichever way the page is read`, async () => {
      const button = await mountButton({ placement });
      expect(edges(button)).to.equal(corner);
      document.documentElement.dir = 'rtl';
      expect(edges(button)).to.equal(
        corner.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left')),
      );
      expect(getComputedStyle(button).zIndex).to.equal('1000');
    });
  }

  it('is in the text without the attribute, with "inline", and with what there is not', async () => {
    for (const attributes of [{}, { placement: 'inline' }, { placement: 'bottom-middle' }])
      expect(getComputedStyle(await mountButton(attributes)).position).to.equal('static');
  });

  it('has its distance and its height from the page', async () => {
    const button = await mountButton({ placement: 'top-start' });
    button.style.setProperty('--sip-offset', '40px');
    button.style.setProperty('--sip-z-index', '5');
    expect(button.getBoundingClientRect().top).to.equal(40);
    expect(getComputedStyle(button).zIndex).to.equal('5');
  });
});
