/// <reference types="mocha" />
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { Idiomorph } from 'idiomorph';
import '../../components/define/sip-phone.ts';
import { define } from '../../components/define/define.ts';
import '../../components/define/sip-call-button.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { clear, deep, FakeWorld, until, untilState } from './fake-world.ts';

type Element = SipCallButton | SipPhone;

let world: FakeWorld;
/** Every microphone that was opened. */
let microphones: MediaStream[];

beforeEach(() => {
  world = new FakeWorld();
  microphones = [];
  world.microphone = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    microphones.push(stream);
    return stream;
  };
  SipCallButton.world = SipPhone.world = world;
});

afterEach(() => {
  for (const element of document.querySelectorAll<Element>('sip-call-button, sip-phone')) element.stop();
  world.end();
});

const BUTTON = `<sip-call-button id="call" server="wss://sip.example" target="sip:sales@shop.example">
  <a href="tel:+15550100">Call us</a></sip-call-button>`;
const PHONE = `<sip-phone id="call" server="wss://sip.example" uri="sip:anna@sip.example"
  target="sip:sales@shop.example"></sip-phone>`;

/** Pastes markup into the page, and returns its first element of ours. */
function paste(markup: string): Element {
  clear();
  const stage = document.createElement('main');
  stage.innerHTML = markup;
  document.body.append(stage);
  return ours();
}

const ours = () => document.querySelector<Element>('sip-call-button, sip-phone')!;
const openMicrophones = () =>
  microphones.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === 'live')
    .length;
const panelOf = (button: Element) => deep(button, 'sip-call-panel');
const hangupButton = (element: Element) => deep(deep(element, 'sip-hangup-button') ?? element, 'button');

/** A call that goes on, in this markup. */
async function inCall(markup: string): Promise<Element> {
  const element = paste(markup);
  await untilState(element, 'idle');
  if (element.localName === 'sip-phone')
    await until('it is registered', () => element.matches(':state(registered)'));
  element.call().catch(() => {});
  await untilState(element, 'dialing');
  world.session.progress();
  world.session.accept();
  await untilState(element, 'connected');
  expect(openMicrophones()).to.equal(1);
  return element;
}

/** The call goes on, and can be ended with what the visitor sees. */
async function expectCallGoesOn(element: Element, session = world.session): Promise<void> {
  expect(session.isEnded()).to.equal(false);
  await untilState(element, 'connected');
  await until('its controls can be seen', () => hangupButton(element)?.checkVisibility());
  expect(openMicrophones()).to.equal(1);
  const ended = new Promise<void>((resolve) =>
    element.addEventListener('sip-state-change', ({ state }) => void (state === 'ended' && resolve())),
  );
  hangupButton(element)!.click();
  await ended;
  await until('no microphone is open', () => openMicrophones() === 0);
}

const tags: [name: string, markup: string][] = [
  ['a call button', BUTTON],
  ['a phone', PHONE],
];

for (const [name, markup] of tags) {
  describe(`${name} on a page that changes under it`, () => {
    it('works when it was pasted into the page long after that was loaded', async () => {
      await expectCallGoesOn(await inCall(markup));
    });

    it('keeps its call when it is put somewhere else', async () => {
      const element = await inCall(markup);
      const box = document.createElement('section');
      document.querySelector('main')!.append(box);
      box.append(element);
      await expectCallGoesOn(element);
    });

    it('keeps its call when it is moved by moveBefore()', async function () {
      if (!('moveBefore' in Element.prototype)) return this.skip();
      const element = await inCall(markup);
      const box = document.createElement('section');
      document.querySelector('main')!.append(box);
      (box as unknown as { moveBefore: (node: Node, before: Node | null) => void }).moveBefore(element, null);
      await expectCallGoesOn(element);
    });

    it('keeps its call when it is taken out and put back a second later', async () => {
      const element = await inCall(markup);
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      document.querySelector('main')!.append(element);
      await expectCallGoesOn(element);
    });

    it('keeps its call, and its state, when idiomorph makes the page like what the server sent', async () => {
      const element = await inCall(markup);
      Idiomorph.morph(document.querySelector('main')!, `<p>New</p>${markup}`, { morphStyle: 'innerHTML' });
      await until('the page is new', () => document.querySelector('main > p'));
      expect(ours()).to.equal(element);
      await expectCallGoesOn(element);
    });

    it('keeps its call when the page gets a new body with the same tag in it', async () => {
      const element = await inCall(markup);
      const before = document.body;
      const body = document.createElement('body');
      body.innerHTML = `<main><h1>Another page</h1>${markup}</main>`;
      try {
        before.replaceWith(body);
        await until('it stands in the new body', () => body.contains(element));
        expect(document.querySelectorAll(element.localName).length).to.equal(1);
        await expectCallGoesOn(element);
      } finally {
        body.replaceWith(before);
      }
    });

    it('ends its call when the new body has no place for it', async () => {
      await inCall(markup);
      const before = document.body;
      try {
        before.replaceWith(document.createElement('body'));
        await until('the call is ended', () => world.session.isEnded());
        await until('no microphone is open', () => openMicrophones() === 0);
      } finally {
        document.body.replaceWith(before);
      }
    });

    it('ends its call, and closes the microphone, when it is removed for good', async () => {
      const element = await inCall(markup);
      element.remove();
      await until('the call is ended', () => world.session.isEnded());
      await until('no microphone is open', () => openMicrophones() === 0);
    });

    it('closes the microphone when it is removed while the browser still asks for it', async () => {
      const element = paste(markup);
      await untilState(element, 'idle');
      const open = world.microphone;
      let allow!: () => void;
      world.microphone = async () => {
        await new Promise<void>((resolve) => (allow = resolve));
        return open();
      };
      element.call().catch(() => {});
      await untilState(element, 'permission');
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 2200));
      allow();
      await until('it was opened', () => microphones.length === 1);
      await until('no microphone is open', () => openMicrophones() === 0);
      expect(world.agents.every(({ calls }) => calls.length === 0)).to.equal(true);
    });

    it('tells the other party when the page is left', async () => {
      const element = await inCall(markup);
      dispatchEvent(new PageTransitionEvent('pagehide'));
      expect(world.session.terminatedWith).to.not.equal(null);
      await untilState(element, 'ended');
      expect(openMicrophones()).to.equal(0);
    });

    it('has a clone that knows nothing of its call', async () => {
      const element = await inCall(markup);
      const { session } = world;
      const clone = element.cloneNode(true) as Element;
      document.querySelector('main')!.append(clone);
      await untilState(clone, 'idle');
      await expectCallGoesOn(element, session);
      expect(clone.state).to.equal('idle');
    });

    it('works in a shadow tree', async () => {
      clear();
      const stage = document.createElement('main');
      document.body.append(stage);
      const root = stage.attachShadow({ mode: 'open' });
      root.innerHTML = markup;
      const element = root.querySelector<Element>('sip-call-button, sip-phone')!;
      await untilState(element, 'idle');
      element.call().catch(() => {});
      await untilState(element, 'dialing');
      world.session.accept();
      await expectCallGoesOn(element);
    });

    it('leaves a form around it alone: nothing is submitted, and nothing of it is sent', async () => {
      const element = await inCall(`<form><input name="own" value="1">${markup}</form>`);
      const form = document.querySelector('form')!;
      let submitted = false;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        submitted = true;
      });
      deep(element, '.toggle')?.click();
      deep(element, 'sip-keypad')?.shadowRoot?.querySelector<HTMLElement>('[part=key]')?.click();
      expect([...new FormData(form)]).to.deep.equal([['own', '1']]);
      await expectCallGoesOn(element);
      expect(submitted).to.equal(false);
    });

    it('is reached in a modal dialog: Escape closes the dialog, and the call is there when it opens again', async () => {
      const element = await inCall(`<dialog>${markup}</dialog>`.replace('<dialog>', '<dialog open>'));
      const dialog = document.querySelector('dialog')!;
      dialog.close();
      dialog.showModal();
      hangupButton(element)!.focus();
      await until('its controls can be reached', () => hangupButton(element)!.matches(':focus'));
      await sendKeys({ press: 'Escape' });
      await until('the dialog is closed', () => !dialog.open);
      expect(world.session.isEnded()).to.equal(false);
      dialog.showModal();
      await until('its controls can be seen', () => hangupButton(element)?.checkVisibility());
      hangupButton(element)!.focus();
      expect(hangupButton(element)!.matches(':focus')).to.equal(true);
      await expectCallGoesOn(element);
    });
  });
}

describe('a page with the tags twice', () => {
  it('keeps the first, throws nothing, and is warned once', () => {
    const { warn } = console;
    const warnings: unknown[] = [];
    console.warn = (text: unknown) => warnings.push(text);
    try {
      for (const tag of ['sip-call-button', 'sip-phone', 'sip-dialer'])
        define(tag, class extends HTMLElement {});
    } finally {
      console.warn = warn;
    }
    expect(customElements.get('sip-call-button')).to.equal(SipCallButton);
    expect(warnings).to.have.lengthOf(1);
  });

  it('has one call at a time in each of two buttons for the same target', async () => {
    const first = await inCall(`${BUTTON}${BUTTON.replace('id="call"', '')}`);
    const second = first.nextElementSibling as SipCallButton;
    second.call().catch(() => {});
    await untilState(second, 'dialing');
    expect(first.state).to.equal('connected');
    expect(world.agents).to.have.lengthOf(2);
  });
});

describe('the field of a phone in a form of the page', () => {
  it('calls by Enter, and does not submit the form', async () => {
    const phone = paste(`<form><input name="own">${PHONE}<button>Buy</button></form>`);
    let submitted = false;
    document.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted = true;
    });
    await until('it is registered', () => phone.matches(':state(registered)'));
    await until('the field is there', () => deep(phone, 'input[part=field]')?.checkVisibility());
    deep(phone, 'input[part=field]')!.focus();
    await sendKeys({ type: 'bob' });
    await sendKeys({ press: 'Enter' });
    await untilState(phone, 'dialing');
    expect(world.agent.calls[0]?.target).to.equal('bob');
    expect(submitted).to.equal(false);
  });
});

describe('what a call button asks, in a form of the page', () => {
  const ASKS = BUTTON.replace(
    '<sip-call-button',
    '<sip-call-button precall rating consent="May we?"',
  ).replace('<a ', '<label slot="precall">Order <input name="order" value="4711"></label><a ');

  it('does not submit that form, not even by Enter in a field that the page gave', async () => {
    sessionStorage.removeItem('sip-elements:consent');
    const button = paste(`<form>${ASKS}<button>Buy</button></form>`);
    let submitted = false;
    document.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted = true;
    });
    await untilState(button, 'idle');
    deep(button, '[part=button]')!.click();
    await until('it asks for consent', () => deep(button, '[part=agree]')?.checkVisibility());
    expect(world.agents).to.have.lengthOf(0);
    deep(button, '[part=agree]')!.click();
    const field = document.querySelector<HTMLInputElement>('input[name=order]')!;
    await until('it asks for the order', () => field.checkVisibility());
    field.focus();
    await sendKeys({ press: 'Enter' });
    await untilState(button, 'dialing');
    expect(world.agent.calls[0]?.options.extraHeaders).to.include('X-Order: 4711');
    world.session.accept();
    await untilState(button, 'connected');
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    const choice = () => deep(button, 'sip-rating')?.shadowRoot?.querySelector('input');
    await until('it asks how it was', () => choice()?.checkVisibility());
    choice()!.focus();
    await sendKeys({ press: ' ' });
    await sendKeys({ press: 'Enter' });
    await until('it asks no more', () => !choice());
    expect(submitted).to.equal(false);
  });

  it('is asked no more when it is removed meanwhile: no microphone is opened', async () => {
    sessionStorage.removeItem('sip-elements:consent');
    const button = paste(ASKS.replace('May we?', 'May we really?'));
    await untilState(button, 'idle');
    deep(button, '[part=button]')!.click();
    await until('it asks for consent', () => deep(button, '[part=agree]')?.checkVisibility());
    button.remove();
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect([microphones.length, world.agents.length]).to.deep.equal([0, 0]);
  });
});

describe('an audio test', () => {
  it('closes the microphone when it is taken out of the page', async () => {
    const phone = paste(`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example">
      <sip-audio-test></sip-audio-test></sip-phone>`);
    const test = phone.querySelector('sip-audio-test')!;
    await until('its button is there', () => deep(test, '[part=button]'));
    deep(test, '[part=button]')!.click();
    await until('the microphone is open', () => openMicrophones() === 1);
    test.remove();
    await until('no microphone is open', () => openMicrophones() === 0);
  });
});

describe('a call button that another part of the page covers', () => {
  it('shows its panel above a modal dialog that it stands in', async () => {
    const button = paste(`<dialog>${BUTTON}</dialog>`);
    document.querySelector('dialog')!.showModal();
    button.call().catch(() => {});
    await untilState(button, 'dialing');
    await until('the panel is open', () => panelOf(button)?.matches(':popover-open'));
    const target = hangupButton(button)!.getBoundingClientRect();
    const hit = document.elementFromPoint(target.x + target.width / 2, target.y + target.height / 2);
    expect(hit).to.equal(button);
  });
});
