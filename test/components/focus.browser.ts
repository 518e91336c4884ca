/// <reference types="mocha" />
// Where the focus is when what had it has gone, and what a key or a click does that is not the only one.
import { html } from 'lit';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/define/sip-phone.ts';
import type { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { checkAccessibility } from '../support/axe.ts';
import { deep, mount, spoken, textOf, until, untilState } from './fake-world.ts';
import en from '../../components/locales/en.ts';
import { morePhoneScenes, phoneScenes, setScene, StillWorld } from './scenes.ts';

let world: StillWorld;

beforeEach(() => void (world = new StillWorld()));

afterEach(() => world.end());

const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** The tag of the part in which the focus is, once all has been painted: a browser takes it from what is hidden. */
async function focusIn(phone: SipPhone): Promise<string | undefined> {
  await phone.updateComplete;
  await painted();
  await painted();
  let element = phone.shadowRoot?.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const root = element?.getRootNode();
  return element?.checkVisibility() && root instanceof ShadowRoot ? root.host.localName : undefined;
}

const idle = () => setScene('idle', phoneScenes.idle, world);

async function press(phone: SipPhone, selector: string, key = 'Enter'): Promise<void> {
  deep(phone, selector)!.focus();
  await sendKeys({ press: key });
}

describe('the focus in the default phone', () => {
  it('goes to the call when a number was dialled by the keyboard', async () => {
    const phone = await idle();
    deep(phone, 'sip-dialer')!.focus();
    await sendKeys({ type: 'bob' });
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'dialing');
    expect(await focusIn(phone)).to.equal('sip-hangup-button');
  });

  it('stays with who types a number when a call comes in, and what is typed is not lost', async () => {
    const phone = await idle();
    deep(phone, 'sip-dialer')!.focus();
    await sendKeys({ type: '12' });
    world.agent.receive('carol', 'Carol');
    await until('the card', () => deep(phone, 'sip-answer-button')?.checkVisibility());
    expect(await focusIn(phone)).to.equal('sip-dialer');
    await sendKeys({ type: '3' });
    expect(deep<HTMLInputElement>(phone, 'input')!.value).to.equal('123');
    await checkAccessibility(phone);
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'dialing');
    expect(await focusIn(phone)).to.equal('sip-hangup-button');
  });

  it('goes to the number when the call ends while a key of the keypad has it', async () => {
    const phone = await setScene('connected', phoneScenes.connected, world);
    deep(phone, '.toggle')!.click();
    await until('the keys', () => deep(phone, '[part=key]')?.checkVisibility());
    await press(phone, '[part=key][value="5"]');
    expect(world.session.sentTones.map(({ tones }) => tones)).to.deep.equal(['5']);
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    await untilState(phone, 'ended');
    expect(await focusIn(phone)).to.equal('sip-dialer');
  });

  it('goes from the button that silences to the one that answers, by Escape too', async () => {
    for (const key of ['Enter', 'Escape']) {
      const phone = await setScene('incoming', morePhoneScenes.incoming, world);
      await press(phone, '[part=silence]', key);
      expect(phone.snapshot.silenced).to.equal(true);
      expect(await focusIn(phone), key).to.equal('sip-answer-button');
      phone.stop();
    }
  });

  it('goes to the number when an error is closed', async () => {
    const phone = await setScene('failed', phoneScenes.failed, world);
    await press(phone, '[part=close]');
    await untilState(phone, 'idle');
    expect(await focusIn(phone)).to.equal('sip-dialer');
  });

  it('goes to the question when one is asked before the call', async () => {
    const phone = mount<SipPhone>(
      html`<sip-phone
        load="intent"
        consent
        server="wss://sip.example"
        uri="sip:anna@sip.example"
      ></sip-phone>`,
    );
    await until('it is drawn', () => deep(phone, 'sip-dialer')?.shadowRoot?.querySelector('input'));
    deep(phone, 'sip-dialer')!.focus();
    await sendKeys({ type: 'bob' });
    await sendKeys({ press: 'Enter' });
    await until('the question', () => deep(phone, 'sip-consent')?.shadowRoot?.querySelector('button'));
    expect(await focusIn(phone)).to.equal('sip-consent');
    await checkAccessibility(phone);
    await sendKeys({ press: 'Enter' });
    await until('the number again', () => deep(phone, 'sip-dialer')?.shadowRoot?.querySelector('input'));
    expect(await focusIn(phone)).to.equal('sip-dialer');
  });
});

describe('one press', () => {
  const doubleClick = (element: Element) => {
    for (const detail of [1, 2])
      element.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, composed: true }));
  };

  it('is a double click on what answers or hangs up: a second call is left alone', async () => {
    const phone = await setScene('incoming', morePhoneScenes.incoming, world);
    const first = world.session;
    world.agent.receive('dave', 'Dave');
    doubleClick(deep(phone, 'sip-answer-button [part=button]') ?? inner(phone, 'sip-answer-button'));
    await untilState(phone, 'connected');
    expect(first.answeredWith !== null, 'the first is answered').to.equal(true);
    expect(world.session.answeredWith === null, 'the second is not').to.equal(true);
    await until('its controls', () => deep(phone, 'sip-hangup-button')?.shadowRoot?.querySelector('button'));
    doubleClick(inner(phone, 'sip-hangup-button'));
    expect(first.isEnded()).to.equal(true);
    expect(world.session.isEnded()).to.equal(false);
  });

  it('is a double click on what is switched two presses', async () => {
    const phone = await setScene('connected', phoneScenes.connected, world);
    doubleClick(inner(phone, 'sip-mute-button'));
    expect(phone.snapshot.active?.muted).to.equal(false);
  });

  it('is a key that is held down, also when the focus goes to another button meanwhile', async () => {
    const phone = await setScene('incoming', morePhoneScenes.incoming, world);
    await press(phone, 'sip-answer-button');
    await untilState(phone, 'connected');
    expect(await focusIn(phone)).to.equal('sip-hangup-button');
    for (const key of ['Enter', ' ']) {
      const held = { key, repeat: true, bubbles: true, composed: true, cancelable: true };
      // What is prevented presses nothing (HTML, activation behaviour of a button).
      expect(inner(phone, 'sip-hangup-button').dispatchEvent(new KeyboardEvent('keydown', held))).to.equal(
        false,
      );
    }
  });

  it('is a digit that is held down on the keypad', async () => {
    const phone = await setScene('connected', phoneScenes.connected, world);
    deep(phone, '.toggle')!.click();
    await until('the keys', () => deep(phone, '[part=key]')?.checkVisibility());
    const key = deep(phone, '[part=key]')!;
    for (const repeat of [false, true, true])
      key.dispatchEvent(
        new KeyboardEvent('keydown', { key: '7', repeat, bubbles: true, composed: true, cancelable: true }),
      );
    expect(world.session.sentTones.map(({ tones }) => tones)).to.deep.equal(['7']);
  });

  it('is what a dialler of the page takes while its call is on its way', async () => {
    const phone = mount<SipPhone>(
      html`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example"
        ><sip-dialer></sip-dialer
      ></sip-phone>`,
    );
    await until('it is registered', () => phone.matches(':state(registered)'));
    const dialer = phone.querySelector('sip-dialer')!;
    await until('it is drawn', () => dialer.shadowRoot?.querySelector('input'));
    dialer.focus();
    await sendKeys({ type: 'bob' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'dialing');
    expect(world.agent.calls.length).to.equal(1);
    world.session.accept();
    await untilState(phone, 'connected');
    await sendKeys({ press: 'Enter' });
    await until('a second call, to ask somebody else', () => world.agent.calls.length === 2);
  });
});

describe('what is said', () => {
  it('names who is talked with after each call that is answered, and again what failed again', async () => {
    const phone = await setScene('connected', phoneScenes.connected, world);
    world.agent.receive('carol', 'Carol');
    await phone.answer();
    await until('who it is', () => spoken(phone, 'status') === en.spoken.connected('Carol'));
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    await until('the other waits', () => spoken(phone, 'status') === en.spoken.held('Mira Linden'));
    phone.stop();
    for (let time = 0; time < 2; time += 1) {
      const region = phone.shadowRoot!.querySelector('[role=alert]')!;
      region.textContent = '';
      phone.store.call('');
      await until('it failed', () => textOf(phone).includes(en.errors['attribute-missing']));
      await until(`it is said, ${time}`, () => region.textContent === en.errors['attribute-missing']);
    }
  });
});

function inner(phone: SipPhone, tag: string): HTMLElement {
  return deep(phone, tag)!.shadowRoot!.querySelector('button')!;
}
