/// <reference types="mocha" />
// What iOS does to a page's sound during a telephone call, as far as a browser that is no Safari can be made to.
import { html, type TemplateResult } from 'lit';
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import en from '../../components/locales/en.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { soundContext } from '../../components/sound.ts';
import { checkAccessibility } from '../support/axe.ts';
import { deep, FakeWorld, mount, spoken, textOf, until, untilState } from './fake-world.ts';

const sound = soundContext()!;
const resume = sound.resume.bind(sound);
let world: FakeWorld;
let peer: RTCPeerConnection;

beforeEach(() => {
  world = new FakeWorld();
  SipPhone.world = SipCallButton.world = world;
  peer = new RTCPeerConnection();
  peer.addTransceiver('audio');
});

afterEach(() => {
  Reflect.deleteProperty(sound, 'state');
  sound.resume = resume;
  document.querySelector<SipPhone | SipCallButton>('sip-phone, sip-call-button')?.stop();
  world.end();
  peer.close();
});

/** The AudioContext is in this state from now on. */
function become(state: AudioContextState): void {
  Object.defineProperty(sound, 'state', { configurable: true, value: state });
  sound.dispatchEvent(new Event('statechange'));
}

/** An element that calls, is answered, and hears the other party. */
async function inCall(template: TemplateResult): Promise<SipPhone | SipCallButton> {
  const element = mount<SipPhone | SipCallButton>(template);
  await untilState(element, 'idle');
  element.press();
  await untilState(element, 'dialing');
  world.session.connection = peer;
  world.session.emit('peerconnection', {});
  world.session.accept();
  await untilState(element, 'connected');
  return element;
}

const elements = {
  'sip-phone': html`<sip-phone
    server="wss://sip.example"
    uri="sip:anna@sip.example"
    target="bob"
  ></sip-phone>`,
  'sip-call-button': html`<sip-call-button
    server="wss://sip.example"
    target="sip:bob@b.example"
  ></sip-call-button>`,
};

for (const [tag, template] of Object.entries(elements)) {
  describe(`sound that the system takes from a <${tag}> in a call`, () => {
    it('is asked for by a button and a sentence, and comes back with a tap', async () => {
      const element = await inCall(template);
      become('running');
      expect(textOf(element)).not.to.include(en.labels.playSound);

      become('interrupted');
      await until('a button asks', () => deep(element, 'button.sound')?.checkVisibility());
      await until('it is said', () => spoken(element, 'status') === en.errors['sound-blocked']);
      expect(element.state).to.equal('connected');
      await checkAccessibility(element);

      sound.resume = async () => become('running');
      deep(element, 'button.sound')?.click();
      await until('it asks no more', () => !deep(element, 'button.sound'));
      await until('nor is it said', () => spoken(element, 'status') !== en.errors['sound-blocked']);
    });

    it('is not asked for once the call is over', async () => {
      const element = await inCall(template);
      become('interrupted');
      await until('a button asks', () => deep(element, 'button.sound'));
      world.session.end({ originator: 'remote', cause: 'Terminated' });
      await until('it asks no more', () => !deep(element, 'button.sound'));
    });
  });
}
