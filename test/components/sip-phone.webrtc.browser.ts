/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import en from '../../components/locales/en.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { checkAccessibility } from '../support/axe.ts';
import { checkState, deep, FakeWorld, mount, spoken, textOf, until, untilState } from './fake-world.ts';

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
  SipPhone.world = world;
});

afterEach(() => {
  document.querySelector('sip-phone')?.stop();
  world.end();
});

const PHONE = html`<sip-phone
  id="p"
  server="wss://sip.example"
  uri="sip:anna@sip.example"
  display-name="Anna"
></sip-phone>`;

async function ready(template = PHONE): Promise<SipPhone> {
  const phone = mount<SipPhone>(template);
  await untilState(phone, 'idle');
  await until('it is registered', () => phone.matches(':state(registered)'));
  return phone;
}

const press = (element: Element, selector: string) => deep(element, selector)?.click();

/** The control that has the focus, through shadow trees. */
function focused(): Element {
  let element = document.activeElement ?? document.body;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** A call came in and was answered. */
async function inCall(): Promise<SipPhone> {
  const phone = await ready();
  world.agent.receive('carol', 'Carol');
  await until('the card', () => deep(phone, 'sip-answer-button')?.shadowRoot?.querySelector('button'));
  press(phone, 'sip-answer-button');
  await untilState(phone, 'connected');
  return phone;
}

describe('<sip-phone>', () => {
  it('registers by itself and says that it is ready', async () => {
    const phone = await ready();
    await until('the text is seen', () => textOf(phone).includes(en.labels.registered));
    expect(textOf(phone)).to.include('Anna');
    await checkAccessibility(phone);
  });

  it('shows a call that comes in, interrupts to say so, and leaves the focus where it is', async () => {
    const phone = await ready();
    deep(phone, 'sip-dialer')?.focus();
    world.agent.receive('carol', '<b>Carol</b>');
    await untilState(phone, 'ringing');
    expect(phone.matches(':state(incoming)')).to.equal(true);
    await until('the name is text', () => textOf(phone).includes('<b>Carol</b>'));
    await until('it is said', () => spoken(phone, 'alert') === en.incoming('<b>Carol</b>'));
    await checkAccessibility(phone);
  });

  it('answers, mutes, holds and hangs up with the keyboard alone', async () => {
    const phone = await ready();
    world.agent.receive('carol', 'Carol');
    await until('the card is there', () =>
      deep(phone, 'sip-answer-button')?.shadowRoot?.querySelector('button'),
    );
    deep(phone, 'sip-answer-button')?.focus();
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'connected');
    await until('the focus is in the call', () => deep(phone, 'sip-hangup-button')?.matches(':focus-within'));
    deep(phone, 'sip-mute-button')?.focus();
    await sendKeys({ press: ' ' });
    await until('it is muted', () => phone.matches(':state(muted)'));
    deep(phone, 'sip-hold-button')?.focus();
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'held');
    await checkAccessibility(phone);
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'connected');
    deep(phone, 'sip-hangup-button')?.focus();
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'ended');
    await until('the focus is in the number field', () =>
      deep(phone, 'sip-dialer')?.matches(':focus-within'),
    );
    await checkAccessibility(phone);
  });

  it('rejects as busy', async () => {
    const phone = await ready();
    world.agent.receive('carol');
    await until('the card is there', () =>
      deep(phone, 'sip-reject-button')?.shadowRoot?.querySelector('button'),
    );
    press(phone, 'sip-reject-button');
    expect(world.session.terminatedWith?.status_code).to.equal(486);
    await untilState(phone, 'ended');
  });

  it('can be made quiet while it rings', async () => {
    const phone = await ready();
    world.agent.receive('carol');
    await until('the card is there', () => deep(phone, '[part=silence]'));
    press(phone, '[part=silence]');
    await until('the button goes', () => !deep(phone, '[part=silence]')?.checkVisibility());
    expect(phone.snapshot.silenced).to.equal(true);
    expect(phone.state).to.equal('ringing');
  });

  it('rings on when the microphone is refused, and says what to do', async () => {
    const phone = await ready();
    world.microphone = () => Promise.reject(new DOMException('no', 'NotFoundError'));
    world.agent.receive('carol');
    await until('the card is there', () =>
      deep(phone, 'sip-answer-button')?.shadowRoot?.querySelector('button'),
    );
    press(phone, 'sip-answer-button');
    await until('the sentence is seen', () => textOf(phone).includes(en.errors['microphone-missing']));
    expect(phone.state).to.equal('ringing');
    await checkAccessibility(phone);
  });

  it('says that it answers by itself whom the page names, shows it, and does it a second later', async () => {
    const allowed = navigator.permissions;
    const query = async () => ({ state: 'granted' });
    Object.defineProperty(navigator, 'permissions', { value: { query }, configurable: true });
    const phone = await ready();
    phone.setAttribute('auto-answer', 'carol');
    await phone.updateComplete;
    const session = world.agent.receive('carol', 'Carol');
    const sentence = en.automatic('Carol');
    await until('it is said', () => spoken(phone, 'alert') === sentence);
    expect(textOf(phone)).to.include(sentence);
    expect(session.answeredWith).to.equal(null);
    await checkAccessibility(phone);
    // Whether the browser lets a page be heard before a gesture is not what this is about.
    const allow = () => phone.store.setSoundBlocked(false);
    phone.store.on('change', ({ soundBlocked }) => soundBlocked && allow());
    allow();
    await untilState(phone, 'connected');
    Object.defineProperty(navigator, 'permissions', { value: allowed, configurable: true });
  });

  it('keeps quiet about a call that the page takes for itself', async () => {
    const phone = await ready();
    phone.addEventListener('sip-call-incoming', (event) => event.preventDefault(), { once: true });
    world.agent.receive('carol');
    await phone.updateComplete;
    expect(phone.state).to.equal('idle');
  });

  it('dials what is typed', async () => {
    const phone = await ready();
    await until('the field is there', () => deep(phone, 'input'));
    deep(phone, 'sip-dialer')?.focus();
    await sendKeys({ type: 'bob' });
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'dialing');
    expect(world.agent.calls[0]?.target).to.equal('bob');
    await checkAccessibility(phone);
  });

  it('is offline while the server is away, and says when it is back', async () => {
    const phone = await ready();
    world.agent.disconnect();
    await untilState(phone, 'offline');
    await until('it is said', () => spoken(phone, 'status') === en.spoken.offline(''));
    await checkAccessibility(phone);
    world.agent.connect();
    await untilState(phone, 'idle');
  });

  it('says that a call goes on while the server is away', async () => {
    const phone = await inCall();
    world.agent.disconnect();
    await untilState(phone, 'reconnecting');
    await until('the text is seen', () => textOf(phone).includes(en.states.reconnecting));
    await checkAccessibility(phone);
  });

  it('says each state of a call that it makes, by text, icon and announcement', async () => {
    const phone = await ready();
    let allow!: (stream: MediaStream) => void;
    world.microphone = () => new Promise((resolve) => (allow = resolve));
    phone.call('bob').catch(() => {});
    await checkState(phone, 'permission', en.spoken.permission(''));
    allow(new MediaStream());
    await checkState(phone, 'dialing', en.spoken.dialing('bob'));
    world.session.progress();
    await checkState(phone, 'ringing', en.spoken.ringing('bob'));
    world.session.progress({ status_code: 182 });
    await checkState(phone, 'queued', en.spoken.queued(''));
    world.session.progress({ status_code: 183, body: 'v=0' });
    await checkState(phone, 'early-media', en.spoken['early-media']('bob'));
    world.session.accept();
    await checkState(phone, 'connected', en.spoken.connected('bob'));
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    await checkState(phone, 'ended', en.spoken.ended(''));
  });

  it('says that it connects', async () => {
    SipPhone.world = { createAgent: () => new Promise(() => {}) };
    const phone = mount<SipPhone>(PHONE);
    await checkState(phone, 'loading', en.spoken.loading(''));
  });

  const refusals: [cause: string, code: ErrorCode][] = [
    ['Busy', 'call-busy'],
    ['Rejected', 'call-rejected'],
    ['Not Found', 'call-not-found'],
    ['Unavailable', 'call-unavailable'],
    ['Authentication Error', 'authentication-failed'],
    ['Incompatible SDP', 'call-media'],
    ['SIP Failure Code', 'call-failed'],
  ];
  for (const [cause, code] of refusals) {
    it(`says what to do when a call that it makes ends with "${cause}"`, async () => {
      const phone = await ready();
      phone.call('bob').catch(() => {});
      await untilState(phone, 'dialing');
      world.session.end({ originator: 'remote', cause, message: null });
      await checkState(phone, 'failed', '');
      await until('the sentence is seen', () => textOf(phone).includes(en.errors[code]));
      await until('the sentence is said', () => spoken(phone, 'alert') === en.errors[code]);
    });
  }

  it('offers a button where the browser holds sound back until a click', async () => {
    const phone = await inCall();
    phone.store.setSoundBlocked(true);
    await until('the button is there', () => deep(phone, '.sound')?.checkVisibility());
    expect(deep(phone, '.sound')?.textContent).to.include(en.labels.playSound);
    await checkAccessibility(phone);
  });

  it('has every control of a call in the order of the Tab key', async () => {
    await inCall();
    const { mute, hold, keypad, hangup } = en.labels;
    for (const label of [mute, hold, keypad, hangup]) {
      await sendKeys({ press: 'Tab' });
      expect(focused().textContent?.trim()).to.equal(label);
    }
  });

  it('keeps its call when a framework moves it, and ends it when it has left the page for good', async () => {
    const phone = await inCall();
    const box = document.createElement('section');
    document.querySelector('main')?.append(box);
    box.append(phone);
    await phone.updateComplete;
    expect(phone.state).to.equal('connected');
    await until('it is drawn', () => deep(phone, 'sip-hangup-button')?.checkVisibility());
    phone.remove();
    await until('the call is ended', () => world.session.isEnded());
  });

  it('says that the password was wrong', async () => {
    const phone = await ready();
    world.agent.emit('registrationFailed', { response: { status_code: 403, reason_phrase: 'Forbidden' } });
    await untilState(phone, 'failed');
    await until('the sentence is seen', () => textOf(phone).includes(en.errors['authentication-failed']));
    expect(phone.matches(':state(registered)')).to.equal(false);
    await checkAccessibility(phone);
  });

  it('shows just what the page laid out, and its parts work anywhere', async () => {
    mount(
      html`<div>
        <sip-mute-button phone="p"></sip-mute-button>
        <sip-phone id="p" server="wss://sip.example" uri="sip:anna@sip.example">
          <sip-status></sip-status><sip-hangup-button></sip-hangup-button>
        </sip-phone>
      </div>`,
    );
    const phone = document.querySelector('sip-phone')!;
    await until('it is registered', () => phone.matches(':state(registered)'));
    expect(deep(phone, 'sip-dialer')).to.equal(null);
    const calling = phone.call('bob');
    await untilState(phone, 'dialing');
    world.session.accept();
    await calling;
    document.querySelector('sip-mute-button')?.click();
    await until('it is muted', () => phone.matches(':state(muted)'));
    expect(document.querySelector('sip-status')?.shadowRoot?.textContent).to.include(en.states.connected);
    document.querySelector('sip-hangup-button')?.click();
    await untilState(phone, 'ended');
  });

  it('is used by a call button inside it, which opens no panel of its own', async () => {
    mount(
      html`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example">
        <sip-call-button target="bob"></sip-call-button>
      </sip-phone>`,
    );
    const phone = document.querySelector('sip-phone')!;
    const button = document.querySelector('sip-call-button')!;
    await until('it is registered', () => phone.matches(':state(registered)'));
    press(button, '[part=button]');
    await untilState(button, 'dialing');
    expect(phone.state).to.equal('dialing');
    expect(button.shadowRoot?.querySelector('sip-call-panel')).to.equal(null);
  });

  it('takes the commands of plain buttons', async function () {
    if (!('commandForElement' in HTMLButtonElement.prototype)) return this.skip();
    const phone = await inCall();
    const button = document.createElement('button');
    button.setAttribute('commandfor', 'p');
    button.setAttribute('command', '--hangup');
    phone.after(button);
    button.click();
    await untilState(phone, 'ended');
    button.remove();
  });

  it('connects anew when its attributes change, but not before its call has ended', async () => {
    const phone = await inCall();
    phone.uri = 'sip:berta@sip.example';
    await phone.updateComplete;
    await phone.updateComplete;
    expect(phone.state).to.equal('connected');
    expect(world.agents).to.have.lengthOf(1);
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    await until('the other account registers', () => world.agents[1]?.connected);
    expect(world.agent.configuration.uri).to.equal('sip:berta@sip.example');
  });

  it('takes attributes from its configuration file before it connects; those of the tag win', async () => {
    const { fetch } = globalThis;
    globalThis.fetch = async () =>
      Response.json({ server: 'wss://file.example', uri: 'sip:berta@sip.example', onclick: 'alert(1)' });
    const phone = mount<SipPhone>(
      html`<sip-phone config-url="/phone.json" server="wss://tag.example"></sip-phone>`,
    );
    await until('it is registered', () => phone.matches(':state(registered)'));
    globalThis.fetch = fetch;
    expect(world.agent.configuration.servers).to.deep.equal(['wss://tag.example']);
    expect(world.agent.configuration.uri).to.equal('sip:berta@sip.example');
    expect(phone.hasAttribute('onclick')).to.equal(false);
  });

  it('fits into 320 px, and every control is large enough for a finger', async () => {
    await setViewport({ width: 320, height: 640 });
    const phone = await inCall();
    press(phone, '.toggle');
    await until('the keypad opens', () => deep(phone, 'sip-keypad')?.checkVisibility());
    expect(document.documentElement.scrollWidth).to.be.at.most(320);
    const small = controlsOf(phone).filter((control) => {
      const { width, height } = control.getBoundingClientRect();
      return width < 44 || height < 44;
    });
    expect(small.map((control) => control.outerHTML)).to.deep.equal([]);
    await setViewport({ width: 800, height: 600 });
  });
});

/** All buttons and fields that can be seen, through shadow trees. */
function controlsOf(root: Element): Element[] {
  const tree = root.shadowRoot ?? root;
  const own = [...tree.querySelectorAll('button, input')].filter((control) => control.checkVisibility());
  const inner = [...tree.querySelectorAll('*')].filter((element) => element.shadowRoot).flatMap(controlsOf);
  return [...own, ...inner];
}
