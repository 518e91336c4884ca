/// <reference types="mocha" />
import { html, type TemplateResult } from 'lit';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import { forgetConsent } from '../../components/consent.ts';
import en from '../../components/locales/en.ts';
import type { SipAudioTest } from '../../components/parts/sip-audio-test.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { checkAccessibility } from '../support/axe.ts';
import { clear, deep, FakeWorld, mount, textOf, until, untilState } from './fake-world.ts';

let world: FakeWorld;
/** How often the browser was asked for the microphone. */
let asked: number;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = SipPhone.world = world;
  asked = 0;
  world.microphone = async () => {
    asked += 1;
    return new MediaStream();
  };
  forgetConsent();
});

afterEach(() => {
  document.querySelector('sip-call-button')?.stop();
  document.querySelector('sip-phone')?.stop();
  world.end();
  clear();
});

async function mountButton(template: TemplateResult): Promise<SipCallButton> {
  const button = mount<SipCallButton>(template);
  await untilState(button, 'idle');
  return button;
}

const press = (element: Element, selector: string) => deep(element, selector)!.click();
const seen = (element: Element, selector: string) =>
  until(`${selector} is seen`, () => deep(element, selector)?.checkVisibility());

describe('consent', () => {
  const tag = html`<sip-call-button
    consent="Calls are recorded."
    server="wss://sip.example"
    target="sip:sales@shop.example"
  ></sip-call-button>`;

  it('comes before microphone, connection and credentials, and is asked for once a session', async () => {
    const button = await mountButton(tag);
    const told: boolean[] = [];
    button.addEventListener('sip-consent', ({ given }) => told.push(given));
    press(button, '[part=button]');
    await seen(button, '[part=agree]');
    expect(textOf(button)).to.include('Calls are recorded.');
    expect([asked, world.agents.length]).to.deep.equal([0, 0]);
    await checkAccessibility(button);
    press(button, '[part=decline]');
    await until('the panel closes', () => !deep(button, '[part=agree]'));
    expect([asked, world.agents.length]).to.deep.equal([0, 0]);
    press(button, '[part=button]');
    await seen(button, '[part=agree]');
    press(button, '[part=agree]');
    await untilState(button, 'dialing');
    expect(asked).to.equal(1);
    expect(told).to.deep.equal([false, true]);
    button.hangup();
    await untilState(button, 'ended');
    press(button, '[part=button]');
    await until('a second call', () => world.agent.calls.length === 2);
  });

  it('is given with the keyboard alone', async () => {
    const button = await mountButton(tag);
    button.focus();
    await sendKeys({ press: 'Enter' });
    await seen(button, '[part=agree]');
    await until('the focus is there', () => button.shadowRoot?.activeElement?.localName === 'sip-call-panel');
    await sendKeys({ press: 'Enter' });
    await untilState(button, 'dialing');
  });

  it('holds back a phone until it is given', async () => {
    const phone = mount<SipPhone>(
      html`<sip-phone
        consent
        server="wss://sip.example"
        uri="sip:anna@sip.example"
        target="bob"
      ></sip-phone>`,
    );
    await seen(phone, '[part=agree]');
    expect(textOf(phone)).to.include(en.visitor.consent);
    await checkAccessibility(phone);
    expect(phone.store.requestCall('bob')).to.equal(undefined);
    expect(world.agents).to.have.lengthOf(0);
    press(phone, '[part=agree]');
    await until('it is registered', () => phone.snapshot.registered);
  });
});

describe('consent in the file of config-url', () => {
  const { fetch } = globalThis;
  let fetched: string[];
  /** Lets the file come. */
  let come: (file: unknown) => void;

  beforeEach(() => {
    fetched = [];
    const file = new Promise<unknown>((resolve) => (come = resolve));
    globalThis.fetch = async (url) => {
      fetched.push(new URL(String(url)).pathname);
      return Response.json(/call\.json$/.test(String(url)) ? await file : {});
    };
  });
  afterEach(() => void (globalThis.fetch = fetch));

  const tag = html`<sip-call-button
    config-url="/call.json"
    auth-url="/credentials"
    server="wss://sip.example"
    target="sip:sales@shop.example"
  ></sip-call-button>`;
  const untouched = () => expect([asked, world.agents.length, fetched]).to.deep.equal([0, 0, ['/call.json']]);

  it('holds back microphone, connection and credentials from the first click on', async () => {
    const button = await mountButton(tag);
    press(button, '[part=button]');
    await untilState(button, 'loading');
    await until('the file is asked for', () => fetched.length > 0);
    untouched();
    come({ consent: 'Calls are recorded.' });
    await seen(button, '[part=agree]');
    expect(textOf(button)).to.include('Calls are recorded.');
    untouched();
    press(button, '[part=agree]');
    await untilState(button, 'dialing');
    expect([asked, fetched]).to.deep.equal([1, ['/call.json', '/credentials']]);
  });

  it('holds back the connection that a resting pointer would make', async () => {
    const button = await mountButton(tag);
    come({ consent: 'Calls are recorded.' });
    await button.start();
    untouched();
    deep(button, '[part=button]')!.dispatchEvent(new PointerEvent('pointerdown'));
    press(button, '[part=button]');
    await seen(button, '[part=agree]');
    untouched();
  });

  it('where it asks for none, the microphone is opened once that is known, and at the next click at once', async () => {
    const button = await mountButton(tag);
    press(button, '[part=button]');
    await until('the file is asked for', () => fetched.length > 0);
    untouched();
    come({});
    await untilState(button, 'dialing');
    expect(asked).to.equal(1);
    button.hangup();
    await untilState(button, 'ended');
    press(button, '[part=button]');
    expect(asked).to.equal(2);
  });

  it('is not passed by who hangs up, or takes the button away, before it has come', async () => {
    const button = await mountButton(tag);
    const call = button.call();
    await until('the file is asked for', () => fetched.length > 0);
    button.hangup();
    come({});
    expect(await call).to.equal(null);
    untouched();
  });

  it('holds back the calls of a phone, and of its buttons', async () => {
    const phone = mount<SipPhone>(
      html`<sip-phone load="intent" config-url="/call.json" auth-url="/credentials" server="wss://sip.example"
        ><sip-call-button target="bob"></sip-call-button
      ></sip-phone>`,
    );
    const canceled = phone.call('bob').catch(({ code }: { code: string }) => code);
    const none = phone.querySelector('sip-call-button')!.call();
    await until('the file is asked for', () => fetched.length > 0);
    untouched();
    come({ consent: 'Calls are recorded.' });
    await seen(phone, '[part=agree]');
    expect([await canceled, await none]).to.deep.equal(['call-canceled', null]);
    untouched();
  });

  it('a phone whose file asks for none calls once that is known, unless it was stopped', async () => {
    const phone = mount<SipPhone>(
      html`<sip-phone load="intent" config-url="/call.json" server="wss://sip.example"></sip-phone>`,
    );
    const stopped = phone.call('bob').catch(({ code }: { code: string }) => code);
    phone.stop();
    const called = phone.call('carol');
    await until('the file is asked for', () => fetched.length > 0);
    untouched();
    come({});
    expect(await stopped).to.equal('call-canceled');
    await until('there is a call', () => world.agents[0]?.calls.length === 1);
    expect(world.agent.calls[0]?.target).to.equal('carol');
    world.session.accept();
    expect((await called).live).to.equal(true);
  });
});

describe('precall', () => {
  it('asks name and reason first; they reach the INVITE', async () => {
    const button = await mountButton(
      html`<sip-call-button
        precall
        server="wss://sip.example"
        target="sip:sales@shop.example"
      ></sip-call-button>`,
    );
    press(button, '[part=button]');
    await seen(button, 'input[name=name]');
    expect(asked).to.equal(0);
    await checkAccessibility(button);
    await sendKeys({ type: 'Anna' });
    await sendKeys({ press: 'Enter' });
    await untilState(button, 'dialing');
    expect(world.agent.calls[0]?.options.fromDisplayName).to.equal('Anna');
  });

  it("shows the page's own fields, keeps what was asked for by the page, and can be canceled", async () => {
    const button = await mountButton(
      html`<sip-call-button precall server="wss://sip.example" target="sip:sales@shop.example">
        <label slot="precall">Order <input name="order" value="4711" /></label>
      </sip-call-button>`,
    );
    button.addEventListener('sip-call-request', (event) => {
      event.callTarget = 'sip:support@shop.example';
      event.options.extraHeaders = ['X-Page: shop'];
    });
    const canceled = button.call();
    await seen(button, '[part=cancel]');
    press(button, '[part=cancel]');
    expect(await canceled).to.equal(null);
    press(button, '[part=button]');
    await seen(button, '[part=call]');
    press(button, '[part=call]');
    await untilState(button, 'dialing');
    const [call] = world.agent.calls;
    expect(call?.target).to.equal('sip:support@shop.example');
    expect(call?.options.extraHeaders).to.deep.equal(['X-Page: shop', 'X-Order: 4711']);
  });
});

describe('after a call', () => {
  it('the panel asks how it was, where the page wants that, and tells sip-rating', async () => {
    const button = await mountButton(
      html`<sip-call-button
        rating
        no-keypad
        server="wss://sip.example"
        target="sip:s@shop.example"
      ></sip-call-button>`,
    );
    const told: unknown[] = [];
    button.addEventListener('sip-rating', ({ rating, call }) => told.push(rating, call.direction));
    press(button, '[part=button]');
    await untilState(button, 'dialing');
    world.session.accept();
    await untilState(button, 'connected');
    await seen(button, 'sip-mute-button');
    expect(deep(button, '.toggle')).to.equal(null);
    world.session.end({ originator: 'remote', cause: 'Terminated' });
    await seen(button, 'input[value="4"]');
    await checkAccessibility(button);
    press(button, 'input[value="4"]');
    press(button, '[part=send]');
    await until('it is rated', () => told.length > 0);
    expect(told).to.deep.equal([4, 'outgoing']);
  });

  it('a refusal says when to call again, and the button calls at once', async () => {
    const button = await mountButton(
      html`<sip-call-button server="wss://sip.example" target="sip:s@shop.example"></sip-call-button>`,
    );
    const told: unknown[] = [];
    button.addEventListener('sip-call-failed', ({ retryAfter }) => told.push(retryAfter));
    press(button, '[part=button]');
    await untilState(button, 'dialing');
    const message = {
      status_code: 503,
      getHeader: (name: string) => (name === 'Retry-After' ? '120' : null),
    };
    world.session.end({ originator: 'remote', cause: 'Unavailable', message });
    await untilState(button, 'failed');
    expect(told).to.deep.equal([120]);
    const said = en.worksAgain('');
    await until('when is seen', () => textOf(button).includes(said.slice(0, 20)));
    press(button, '[part=button]');
    await untilState(button, 'dialing');
    expect(world.agent.calls).to.have.lengthOf(2);
  });

  it('says the place in the queue', async () => {
    const button = await mountButton(
      html`<sip-call-button server="wss://sip.example" target="sip:s@shop.example"></sip-call-button>`,
    );
    const places: unknown[] = [];
    button.addEventListener('sip-call-queued', ({ position }) => places.push(position));
    press(button, '[part=button]');
    await untilState(button, 'dialing');
    const queued = (place: string) => ({
      status_code: 182,
      getHeader: (name: string) => (name === 'X-Queue-Position' ? place : null),
    });
    world.session.progress(queued('3'));
    await until('it is seen', () => textOf(button).includes(en.queuePosition('3')));
    world.session.progress(queued('<img src=x>'));
    await until('what it was before', () => textOf(button).includes(en.states.queued));
    expect(places).to.deep.equal([3, null]);
  });
});

describe('commands of plain buttons', () => {
  it('work a call button', async function () {
    if (!('command' in HTMLButtonElement.prototype)) this.skip();
    const button = await mountButton(
      html`<sip-call-button id="b" server="wss://sip.example" target="sip:s@shop.example"></sip-call-button>`,
    );
    const invoke = (command: string) => {
      const plain = document.createElement('button');
      plain.setAttribute('commandfor', 'b');
      plain.setAttribute('command', command);
      button.after(plain);
      plain.click();
    };
    invoke('--call');
    await untilState(button, 'dialing');
    world.session.accept();
    await untilState(button, 'connected');
    invoke('--toggle-mute');
    await until('it is muted', () => button.activeCall?.snapshot?.muted);
    invoke('--hold');
    await untilState(button, 'held');
    invoke('--constructor');
    invoke('--hangup');
    await untilState(button, 'ended');
  });
});

describe('<sip-audio-test>', () => {
  it('records, closes the microphone, and plays', async () => {
    world.end();
    const test = mount<SipAudioTest>(html`<sip-audio-test></sip-audio-test>`);
    await seen(test, '[part=button]');
    await checkAccessibility(test);
    const tracks: MediaStreamTrack[] = [];
    const { getUserMedia } = navigator.mediaDevices;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia.call(navigator.mediaDevices, constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
    try {
      press(test, '[part=button]');
      await until('it says to speak', () => textOf(test).includes(en.visitor.speak));
      await seen(test, 'meter');
      await until('it says to listen', () => textOf(test).includes(en.visitor.listen));
      expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
      press(test, '[part=button]');
      await until('it rests', () => textOf(test).includes(en.visitor.audioTest));
    } finally {
      navigator.mediaDevices.getUserMedia = getUserMedia;
    }
  });

  it('says what to do where there is no microphone, and closes it when it leaves the page', async () => {
    const stream = new MediaStream();
    world.microphone = () => Promise.reject(new DOMException('', 'NotFoundError'));
    const test = mount<SipAudioTest>(html`<sip-audio-test></sip-audio-test>`);
    await seen(test, '[part=button]');
    press(test, '[part=button]');
    await until('it is said', () => textOf(test).includes(en.errors['microphone-missing']));
    const destination = new AudioContext().createMediaStreamDestination();
    world.microphone = async () => destination.stream;
    press(test, '[part=button]');
    await until('it says to speak', () => textOf(test).includes(en.visitor.speak));
    test.remove();
    expect(destination.stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['ended']);
    expect(stream.active).to.equal(false);
  });
});
