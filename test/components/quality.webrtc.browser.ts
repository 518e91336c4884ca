/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import '../../components/define/sip-phone.ts';
import type { SipCallEndedEvent, SipCallQualityEvent } from '../../components/events.ts';
import ar from '../../components/locales/ar.ts';
import en from '../../components/locales/en.ts';
import type { SipQuality } from '../../components/parts/sip-quality.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { usePlatform, platform } from '../../src/platform.ts';
import { checkAccessibility } from '../support/axe.ts';
import { deep, FakeWorld, mount, spoken, textOf, until, untilState } from './fake-world.ts';

let world: FakeWorld;

beforeEach(() => {
  world = new FakeWorld();
  SipPhone.world = world;
  // A second of a call passes in 20 ms.
  const { setTimeout } = platform;
  usePlatform({ ...platform, setTimeout: (callback, ms) => setTimeout(callback, ms === 1000 ? 20 : ms) });
});

afterEach(() => {
  document.querySelector('sip-phone')?.stop();
  world.end();
});

/** What the network does, each second. */
const network = { packets: 50, lost: 0, silent: false };

/** A call that is up. */
async function inCall(lang = 'en'): Promise<SipPhone> {
  Object.assign(network, { packets: 50, lost: 0, silent: false });
  const phone = mount<SipPhone>(
    html`<sip-phone lang=${lang} server="wss://sip.example" uri="sip:anna@sip.example"></sip-phone>`,
  );
  await until('it is registered', () => phone.matches(':state(registered)'));
  world.agent.receive('carol', 'Carol');
  const counted = { packets: 0, lost: 0, duration: 0, energy: 0 };
  const connection = new RTCPeerConnection();
  connection.getStats = async () => {
    counted.packets += network.packets;
    counted.lost += network.lost;
    counted.duration += 1;
    counted.energy += network.silent ? 0 : 0.01;
    const sound = { totalAudioEnergy: counted.energy, totalSamplesDuration: counted.duration };
    const received = { packetsReceived: counted.packets, packetsLost: counted.lost };
    return new Map<string, object>([
      ['i', { type: 'inbound-rtp', kind: 'audio', ...received }],
      ['m', { type: 'media-source', kind: 'audio', ...sound }],
    ]) as unknown as RTCStatsReport;
  };
  world.session.connection = connection;
  await until('the button is there', () =>
    deep(phone, 'sip-answer-button')?.shadowRoot?.querySelector('button'),
  );
  deep(phone, 'sip-answer-button')?.click();
  await untilState(phone, 'connected');
  return phone;
}

const shown = (phone: SipPhone) => textOf(deep<SipQuality>(phone, 'sip-quality')!);
const fullBars = (phone: SipPhone) =>
  deep(phone, 'sip-quality')!.shadowRoot!.querySelectorAll('rect:not([height="2"])').length;

describe('<sip-quality>', () => {
  it('shows by bars and by a word how the call sounds, and nothing moves when it is first known', async () => {
    const phone = await inCall();
    const part = deep(phone, 'sip-quality')!;
    const { height } = part.getBoundingClientRect();
    await until('the word', () => shown(phone).includes(en.quality.excellent));
    expect(shown(phone)).to.include(en.labels.quality);
    expect(fullBars(phone)).to.equal(4);
    expect(part.getBoundingClientRect().height).to.equal(height);
    await checkAccessibility(phone);
  });

  it('says politely when the sound gets poor, and when it is good again', async () => {
    const phone = await inCall();
    await until('it is known', () => shown(phone).includes(en.quality.excellent));
    Object.assign(network, { packets: 35, lost: 15 });
    await until('it is bad', () => shown(phone).includes(en.quality.bad));
    expect(fullBars(phone)).to.equal(0);
    await until('it is said', () => spoken(phone, 'status') === en.soundPoor);
    await checkAccessibility(phone);
    Object.assign(network, { packets: 50, lost: 0 });
    await until('it is said', () => spoken(phone, 'status') === en.soundGood);
    expect(fullBars(phone)).to.be.greaterThan(2);
  });

  it('says in a sentence when the microphone picks up nothing', async () => {
    const phone = await inCall();
    network.silent = true;
    const sentence = en.noSound['microphone-silent'];
    await until('it is seen', () => shown(phone).includes(sentence));
    await until('it is said', () => spoken(phone, 'status') === sentence);
    network.silent = false;
    await until('it is over', () => !shown(phone).includes(sentence));
  });

  it('speaks the language of the page, from right to left too, in 320 pixels', async () => {
    const phone = await inCall('ar');
    phone.dir = 'rtl';
    phone.style.inlineSize = '320px';
    await until('the Arabic word', () => shown(phone).includes(ar.quality.excellent));
    const box = deep(phone, 'sip-quality')!.getBoundingClientRect();
    expect(box.right).to.be.at.most(phone.getBoundingClientRect().right);
    await checkAccessibility(phone);
  });

  it('tells the page of warnings as events, and at the end how the call was', async () => {
    const phone = await inCall();
    const warnings: string[] = [];
    phone.addEventListener(
      'sip-call-quality',
      ({ warning, active, value, limit, call }: SipCallQualityEvent) => {
        expect(call).to.equal(phone.activeCall);
        if (warning === 'loss') warnings.push(`${active} ${limit}`);
        if (warning === 'loss' && active) expect(value).to.be.closeTo(0.3, 0.001);
      },
    );
    await until('it is known', () => shown(phone).includes(en.quality.excellent));
    Object.assign(network, { packets: 35, lost: 15 });
    await until('it began', () => warnings.length === 1);
    Object.assign(network, { packets: 50, lost: 0 });
    await until('it ended', () => warnings.length === 2);
    expect(warnings).to.deep.equal(['true 0.03', 'false 0.03']);
    let end: SipCallEndedEvent | undefined;
    phone.addEventListener('sip-call-ended', (event) => (end = event));
    phone.hangup();
    expect(end?.quality.loss?.worst).to.be.closeTo(0.3, 0.001);
    expect(end?.quality.mos?.worst).to.be.lessThan(3.6);
    expect(end?.quality.jitter).to.equal(null);
    await until('it is shown no more', () => !deep(phone, 'sip-quality'));
  });
});
