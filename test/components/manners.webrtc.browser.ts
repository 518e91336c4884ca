/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { deep, FakeWorld, mount, until, untilState } from './fake-world.ts';

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = world;
});

afterEach(() => {
  document.querySelector('sip-call-button')?.stop();
  world.end();
});

const press = (button: Element) => deep(button, '[part=button]')?.click();

async function calling(): Promise<SipCallButton> {
  const button = mount<SipCallButton>(
    html`<sip-call-button server="wss://sip.example" target="sip:sales@shop.example"></sip-call-button>`,
  );
  await untilState(button, 'idle');
  await until('it is drawn', () => deep(button, '[part=button]'));
  press(button);
  await untilState(button, 'dialing');
  return button;
}

/** The listeners that are put at the window and the document until the function is called, and not taken away. */
function watchListeners(): () => string[] {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const kept: [target: EventTarget, type: string, listener: unknown][] = [];
  const isOfPage = (target: EventTarget) => target === window || target === document;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    if (isOfPage(target)) kept.push([target, type, listener]);
    addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    const at = kept.findIndex((one) => one[0] === target && one[1] === type && one[2] === listener);
    if (at >= 0) kept.splice(at, 1);
    removeEventListener.call(target, type, listener, options);
  };
  return () => {
    Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
    return kept.map(([, type]) => type).sort();
  };
}

describe('the manners of a call button', () => {
  it('who leaves the page takes along what it listened for', async () => {
    // The first one may leave what is for all that come later.
    (await calling()).remove();
    const stop = watchListeners();
    let kept: string[];
    try {
      const button = await calling();
      button.remove();
      await until('the call is over', () => button.calls.length === 0);
      await button.updateComplete;
    } finally {
      kept = stop();
    }
    expect(kept).to.deep.equal([]);
  });

  it('what was said in alarm is taken back with the next call', async () => {
    const button = await calling();
    const alarm = deep(button, '[role=alert]')!;
    world.session.end({ originator: 'remote', cause: 'Busy', message: null });
    await untilState(button, 'failed');
    await until('it is said', () => alarm.textContent !== '');
    press(button);
    await untilState(button, 'dialing');
    expect(alarm.textContent).to.equal('');
  });

  it('a shortcut of the browser is no tone', async () => {
    const button = await calling();
    world.session.accept();
    await untilState(button, 'connected');
    deep(button, '[part=keypad]')?.click();
    await until('the keys', () => deep(button, '[part=key]')?.checkVisibility());
    const key = deep(button, '[part=key]')!;
    const typed = (modifiers: KeyboardEventInit) =>
      key.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: '5',
          bubbles: true,
          composed: true,
          cancelable: true,
          ...modifiers,
        }),
      );
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) {
      expect(typed({ [modifier]: true }), modifier).to.equal(true);
    }
    expect(world.session.sentTones).to.deep.equal([]);
    expect(typed({})).to.equal(false);
    expect(world.session.sentTones.map(({ tones }) => tones)).to.deep.equal(['5']);
  });
});
