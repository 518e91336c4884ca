/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { platform, usePlatform } from '../../src/platform.ts';
import { deep, FakeWorld, mount, until, untilState } from './fake-world.ts';
import { inner, mountButton, quiet } from './launcher.ts';

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = SipPhone.world = world;
});

afterEach(() => {
  document.querySelector('sip-call-button')?.stop();
  document.querySelector('sip-phone')?.stop();
  world.end();
});

/** A microphone, and whether somebody still has it open. */
function openedMicrophone(): { isOpen: () => boolean } {
  const { stream } = new AudioContext().createMediaStreamDestination();
  world.microphone = async () => stream;
  return { isOpen: () => stream.getTracks().some((track) => track.readyState === 'live') };
}

/** A phone of the page, beside the button. */
async function addPhone(button: SipCallButton): Promise<SipPhone> {
  const phone = document.createElement('sip-phone');
  const account = { id: 'desk', server: 'wss://desk.example', uri: 'sip:desk@desk.example' };
  for (const [name, value] of Object.entries(account)) phone.setAttribute(name, value);
  button.after(phone);
  await phone.updateComplete;
  return phone;
}

describe('a call button that gets a phone', () => {
  it('while its code is on its way: the click becomes a call of the phone', async () => {
    const microphone = openedMicrophone();
    const button = await mountButton();
    const phone = await addPhone(button);
    inner(button).click();
    expect(button.state).to.equal('loading');
    button.phone = 'desk';
    await untilState(phone, 'dialing');
    await untilState(button, 'dialing');
    expect(world.agent.configuration.servers).to.deep.equal(['wss://desk.example']);
    expect(world.agent.calls[0]?.target).to.equal('sip:sales@shop.example');
    button.hangup();
    await until('the microphone is closed', () => !microphone.isOpen());
  });

  it('during a call of its own: that stays, can be ended, and the next one is the phone’s', async () => {
    const button = await mountButton();
    const phone = await addPhone(button);
    inner(button).click();
    await untilState(button, 'dialing');
    const own = world.session;
    button.phone = 'desk';
    await button.updateComplete;
    expect(button.state).to.equal('dialing');
    expect(deep(button, 'sip-call-panel')?.matches(':popover-open')).to.equal(true);
    button.hangup();
    await until('its own call is over', () => own.isEnded());
    await until('it is at rest', () => button.calls.length === 0 && !deep(button, 'sip-call-panel'));
    inner(button).click();
    await untilState(phone, 'dialing');
  });

  it('while it asks something: it can be clicked all the same', async () => {
    const button = await mountButton({ consent: 'Do you agree?' });
    const phone = await addPhone(button);
    inner(button).click();
    await until('the question is asked', () => deep(button, 'sip-consent'));
    button.phone = 'desk';
    await until('the question is gone', () => !deep(button, 'sip-consent'));
    inner(button).click();
    await untilState(phone, 'dialing');
  });
});

describe('a call button of a phone, with opening hours', () => {
  it('makes no call for a click that came before it had read them', async () => {
    const closed = Date.parse('2026-03-07T12:00:00Z');
    usePlatform({ ...platform, now: () => closed });
    const stage = mount<HTMLElement>(
      html`<div>
        <sip-phone id="desk" server="wss://desk.example" uri="sip:desk@desk.example"></sip-phone>
        <sip-call-button phone="desk" target="sip:sales@shop.example"></sip-call-button>
      </div>`,
    );
    const button = stage.querySelector('sip-call-button')!;
    await button.updateComplete;
    button.timezone = 'UTC';
    button.hours = 'Mo-Fr 09:00-17:30';
    inner(button).click();
    await untilState(button, 'closed');
    await quiet(50);
    expect(world.agents.flatMap(({ calls }) => calls)).to.deep.equal([]);
  });
});

describe('a call button', () => {
  it('connects to nobody when it was stopped while its code was on its way', async () => {
    const button = await mountButton();
    const started = button.start();
    button.stop();
    await started;
    await quiet(50);
    expect(world.agents).to.have.lengthOf(0);
  });

  it('closes the microphone of a click that has nobody to call', async () => {
    const microphone = openedMicrophone();
    const button = await mountButton({ target: '' });
    inner(button).click();
    await untilState(button, 'failed');
    await until('the microphone is closed', () => !microphone.isOpen());
  });

  it('makes one call, with one microphone, for clicks before and after a hang-up while it loads', async () => {
    const streams: MediaStream[] = [];
    world.microphone = async () => {
      const { stream } = new AudioContext().createMediaStreamDestination();
      streams.push(stream);
      return stream;
    };
    const button = await mountButton();
    inner(button).click();
    button.hangup();
    inner(button).click();
    await untilState(button, 'dialing');
    expect(world.agent.calls).to.have.lengthOf(1);
    await until('the first microphone is closed', () =>
      streams[0]!.getTracks().every((track) => track.readyState === 'ended'),
    );
    expect(world.agent.calls[0]?.options.mediaStream).to.equal(streams[1]);
  });
});
