/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../../components/define/sip-phone.ts';
import en from '../../../components/locales/en.ts';
import type { SipPhone } from '../../../components/sip-phone/sip-phone.ts';
import { SipPhone as Phone } from '../../../components/sip-phone/sip-phone.ts';
import { soundContext } from '../../../components/sound.ts';
import { TonePlayer } from '../../../components/tones/player.ts';
import { checkAccessibility } from '../../support/axe.ts';
import { deep, FakeWorld, mount, textOf, until, untilState } from '../fake-world.ts';

const sound = soundContext()!;

/** Firefox has no sound that runs on a machine without a sound card. */
const runs = await Promise.race([
  sound.resume().then(() => true),
  new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2000)),
]);
const withSoundCard = runs ? it : it.skip;

/** How loud it is at a node, as a share of full scale. */
function listen(): { node: AnalyserNode; level: () => number } {
  const node = new AnalyserNode(sound, { fftSize: 2048 });
  const samples = new Float32Array(node.fftSize);
  const level = () => {
    node.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  };
  return { node, level };
}

describe('the tones of a country', () => {
  for (const tone of ['ring', 'ringback', 'busy', 'congestion', 'waiting'] as const) {
    it(`${tone} is heard`, async () => {
      const offline = new OfflineAudioContext(1, 8000, 8000);
      new TonePlayer(offline).play(tone, 'de');
      const samples = (await offline.startRendering()).getChannelData(0);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      expect(Math.sqrt(power)).to.be.greaterThan(0.01);
      expect(Math.max(...samples)).to.be.lessThan(0.2);
    });
  }
});

describe('the player of tones', () => {
  let ear: ReturnType<typeof listen>;
  let player: TonePlayer;

  beforeEach(() => {
    ear = listen();
    player = new TonePlayer(sound, ear.node);
  });

  afterEach(() => player.play(null, ''));

  for (const tone of ['ring', 'ringback', 'busy', 'congestion', 'waiting'] as const) {
    withSoundCard(`is heard when it plays ${tone}, and silent as soon as it is told so`, async () => {
      player.play(tone, 'de');
      await until(`${tone} is heard`, () => ear.level() > 0.01);
      player.play(null, 'de');
      await until('silence', () => ear.level() === 0);
    });
  }

  withSoundCard('lets a key be heard for a moment', async () => {
    player.press('5');
    await until('the key is heard', () => ear.level() > 0.01);
    await until('and over', () => ear.level() === 0);
  });

  withSoundCard('plays as loud as it is told', async () => {
    player.volume = 0;
    player.play('busy', 'de');
    let loudest = 0;
    const end = sound.currentTime + 0.3;
    await until('a while has passed', () => {
      loudest = Math.max(loudest, ear.level());
      return sound.currentTime > end;
    });
    expect(loudest).to.equal(0);
    player.volume = 1;
    await until('it is heard', () => ear.level() > 0.01);
  });
});

describe('the tones of <sip-phone>', () => {
  let world: FakeWorld;
  /** Tones that were started and stopped. */
  let journal: string[];
  const { start, stop } = AudioBufferSourceNode.prototype;

  beforeEach(() => {
    world = new FakeWorld();
    Phone.world = world;
    journal = [];
    const note = (line: string) => journal.push(line);
    AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, ...at: []) {
      note(`${Math.round(this.buffer!.duration * 1000)} ms`);
      start.apply(this, at);
    };
    AudioBufferSourceNode.prototype.stop = function (this: AudioBufferSourceNode, ...at: []) {
      note('stop');
      stop.apply(this, at);
    };
  });

  afterEach(() => {
    Object.assign(AudioBufferSourceNode.prototype, { start, stop });
    document.querySelector('sip-phone')?.stop();
    world.end();
  });

  async function ready(attributes: Record<string, string> = {}): Promise<SipPhone> {
    const phone = mount<SipPhone>(
      html`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example"></sip-phone>`,
    );
    for (const [name, value] of Object.entries(attributes)) phone.setAttribute(name, value);
    await until('it is registered', () => phone.matches(':state(registered)'));
    return phone;
  }

  const call = async (phone: SipPhone) => {
    void phone.call('bob').catch(() => {});
    await until('the call leaves', () => world.agents.at(-1)?.sessions.length);
    world.session.progress();
    await untilState(phone, 'ringing');
  };

  it('rings for a call, and is silent at once when the user wants it', async () => {
    const phone = await ready();
    world.agent.receive('carol', 'Carol');
    await until('it rings', () => journal.length === 1);
    await until('the card is there', () => deep(phone, '[part=silence]'));
    deep(phone, '[part=silence]')?.click();
    await until('it is silent', () => journal.at(-1) === 'stop');
  });

  it('is silent at once for the Escape key, too', async () => {
    const phone = await ready();
    world.agent.receive('carol', 'Carol');
    await until('it rings', () => journal.some((line) => line.endsWith('ms')));
    await until('the card is there', () =>
      deep(phone, 'sip-answer-button')?.shadowRoot?.querySelector('button'),
    );
    deep(phone, 'sip-answer-button')?.focus();
    await sendKeys({ press: 'Escape' });
    await until('it is silent', () => journal.at(-1) === 'stop');
  });

  it('lets the caller hear that it rings, after the plan of the country, until the call is up', async () => {
    const phone = await ready({ tones: 'gb' });
    await call(phone);
    await until('the British tone', () => journal.includes('3000 ms'));
    world.session.accept();
    await until('it is silent', () => journal.at(-1) === 'stop');
  });

  it('takes the country of the language where none is named', async () => {
    const phone = await ready({ lang: 'de' });
    await call(phone);
    await until('the German tone', () => journal.includes('5000 ms'));
  });

  it('does not let the caller hear that it rings with no-ringback', async () => {
    const phone = await ready({ 'no-ringback': '' });
    await call(phone);
    world.session.end({ originator: 'remote', cause: 'Busy', message: null });
    await until('but that it is busy', () => journal.some((line) => line.endsWith('ms')));
    expect(journal.find((line) => line.endsWith('ms'))).to.equal('1000 ms');
  });

  it('lets the user hear the keys that are sent', async () => {
    const phone = await ready();
    await call(phone);
    world.session.accept();
    await untilState(phone, 'connected');
    journal.length = 0;
    world.session.emit('newDTMF', { originator: 'local', dtmf: { tone: '5' } });
    await until('the key', () => journal.includes('100 ms'));
    world.session.emit('newDTMF', { originator: 'remote', dtmf: { tone: '6' } });
    await until('only ours', () => journal.filter((line) => line === '100 ms').length === 1);
  });

  withSoundCard('asks for a gesture where the browser plays no sound, instead of being silent', async () => {
    const phone = await ready();
    const resume = sound.resume.bind(sound);
    await sound.suspend();
    // As in a page that nobody has touched.
    sound.resume = () => new Promise(() => {});
    try {
      world.agent.receive('carol', 'Carol');
      await until('it asks', () => textOf(phone).includes(en.labels.playSound));
      await checkAccessibility(phone);
      sound.resume = resume;
      deep(phone, 'button.sound')?.click();
      await until('it asks no more', () => !textOf(phone).includes(en.labels.playSound));
      expect(sound.state).to.equal('running');
    } finally {
      sound.resume = resume;
      await sound.resume();
    }
  });

  withSoundCard('asks no more when there is nothing to hear any more', async () => {
    const phone = await ready();
    const resume = sound.resume.bind(sound);
    await sound.suspend();
    sound.resume = () => new Promise(() => {});
    try {
      world.agent.receive('carol', 'Carol');
      await until('it asks', () => phone.snapshot.soundBlocked);
      world.session.end({ originator: 'remote', cause: 'Canceled', message: null });
      await until('it asks no more', () => !phone.snapshot.soundBlocked);
    } finally {
      sound.resume = resume;
      await sound.resume();
    }
  });
});
