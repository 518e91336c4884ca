// Devices that really come and go: a phone in a browser that has no fake ones, with a sound server of the test's own.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import en from '../../components/locales/en.ts';
import { Baresip } from './support/baresip.ts';
import { type BrowserSetup, useBrowsers } from './support/browsers.ts';
import { Element } from './support/element.ts';
import { untilBindings } from './support/kamailio.ts';
import { PulseAudio } from './support/pulse.ts';
import { useServers } from './support/servers.ts';
import { until } from './support/until.ts';

const servers = await useServers();
const pulse = await PulseAudio.start(path.join(servers.folder, 'pulse'));
after(() => pulse.stop());
// The browsers inherit it: baresip, which has its own sound, does not know of it.
process.env['PULSE_SERVER'] = pulse.server;
const browsers = await useBrowsers();
await untilBindings('baresip', 1);
const baresip = await Baresip.connect(servers.stack.run);
after(() => baresip.close());

before(() => {
  pulse.plugSpeaker('Loudspeaker');
  pulse.plugSpeaker('Television');
  pulse.plugMicrophone('Laptop');
  pulse.plugMicrophone('Headset');
  pulse.makeDefault('sink', 'Loudspeaker');
  pulse.makeDefault('source', 'Laptop');
});

/** A phone that has called baresip, which hears it. */
async function callUp(setup: BrowserSetup): Promise<Element> {
  const phone = await Element.open(browsers, setup, 'sip-phone', 'baresip');
  await untilBindings('alice', 1);
  const from = baresip.events.length;
  await phone.page.evaluate(() => window.elements.call());
  await phone.until('connected');
  // Its recording of this call, and no other, is the last one from now on.
  await baresip.until('CALL_ESTABLISHED', from);
  return phone;
}

/** What stands for the device that the system uses. */
const systemDefault = en.labels.systemDefault;

/** The list of devices for one use, in the settings of the phone. */
async function listOf(phone: Element, kind: string) {
  const selector = `sip-phone >>> sip-device-select[kind=${kind}] >>> select:has(option:nth-child(2))`;
  const list = await phone.page.waitForSelector(selector);
  assert.ok(list);
  return list;
}

/** Chooses a device by its name. */
async function choose(phone: Element, kind: string, name: string): Promise<void> {
  const list = await listOf(phone, kind);
  const value = await list.evaluate((element, wanted) => {
    const options = [...(element as HTMLSelectElement).options];
    return options.find(({ text }) => text.trim() === wanted)?.value ?? '';
  }, name);
  assert.notEqual(value, '', `${name} can be chosen`);
  await list.select(value);
}

/** Waits until the phone shows that it uses one of these devices: a browser may notice later than the sound server. */
async function untilShown(phone: Element, kind: string, ...names: string[]): Promise<void> {
  await until(`${kind}: ${names.join(' or ')}`, async () => {
    const list = await listOf(phone, kind);
    const shown = await list.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.text);
    return names.includes(shown?.trim() ?? '');
  });
}

const untilRecordedFrom = (...names: string[]) =>
  until(`recorded from ${names.join()}`, () => pulse.recordedFrom().join() === names.join());

/** What the page plays beside the call, silence too, goes where the system says. */
const untilPlayedTo = (name: string) => until(`played to ${name}`, () => pulse.playedTo().includes(name));

/**
 * Waits until baresip has heard more of the call: that its sound goes on. Firefox takes ten seconds and more to send the
 * sound of another microphone, on a busy machine.
 */
async function untilHeardMore(): Promise<void> {
  const energy = () => {
    const { level = 0, duration = 0 } = baresip.heard().at(-1) ?? {};
    return level ** 2 * duration;
  };
  const sofar = energy();
  await until('baresip hears more', () => energy() > sofar + 1e-5, 60_000);
}

for (const setup of ['Chromium with its devices', 'Firefox with its devices'] satisfies BrowserSetup[]) {
  test(`${setup}: the microphone in use is unplugged, another is heard; plugged in again, it is heard again`, async () => {
    const phone = await callUp(setup);
    await untilRecordedFrom('Laptop');
    await untilHeardMore();
    await choose(phone, 'microphone', 'Headset');
    await untilRecordedFrom('Headset');
    await untilHeardMore();
    pulse.unplug('Headset');
    await untilShown(phone, 'microphone', systemDefault, 'Laptop');
    await untilRecordedFrom('Laptop');
    await untilHeardMore();
    pulse.plugMicrophone('Headset');
    await untilShown(phone, 'microphone', 'Headset');
    await untilRecordedFrom('Headset');
    await untilHeardMore();
    // All of that in one call, whose other half is heard as well.
    await phone.page.evaluate(() => window.elements.untilAudible());
    const states = () => phone.page.evaluate(() => window.elements.states);
    // On a busy machine sound may fail for a moment, and the phone says so.
    await until('the call is up', async () => (await states()).at(-1) === 'connected');
    assert.ok(!(await states()).includes('ended'));
    await phone.page.evaluate(() => window.elements.hangUp());
    await phone.until('ended');
    await untilRecordedFrom();
    await phone.close();
  });

  test(`${setup}: without a choice the system's microphone is used, also when that is another`, async () => {
    const phone = await callUp(setup);
    await untilRecordedFrom('Laptop');
    pulse.unplug('Laptop');
    await untilRecordedFrom('Headset');
    await untilHeardMore();
    pulse.plugMicrophone('Laptop');
    pulse.makeDefault('source', 'Laptop');
    await untilRecordedFrom('Laptop');
    await untilHeardMore();
    await phone.page.evaluate(() => window.elements.hangUp());
    await phone.until('ended');
    await untilRecordedFrom();
    await phone.close();
  });

  test(`${setup}: the loudspeaker in use is unplugged, another plays; plugged in again, it plays again`, async () => {
    const phone = await callUp(setup);
    await untilPlayedTo('Loudspeaker');
    await choose(phone, 'speaker', 'Television');
    await untilPlayedTo('Television');
    pulse.unplug('Television');
    await untilShown(phone, 'speaker', systemDefault, 'Loudspeaker');
    await untilPlayedTo('Loudspeaker');
    pulse.plugSpeaker('Television');
    await untilShown(phone, 'speaker', 'Television');
    await untilPlayedTo('Television');
    await phone.page.evaluate(() => window.elements.hangUp());
    await phone.until('ended');
    await phone.close();
  });

  test(`${setup}: noise suppression is switched off and on in a call`, async () => {
    const phone = await callUp(setup);
    const toggle = await phone.page.waitForSelector('sip-phone >>> sip-settings >>> [name=noiseSuppression]');
    const untilSuppressed = (wanted: boolean) =>
      until(`noise suppression ${wanted}`, () =>
        phone.page.evaluate((on) => {
          const [track] =
            document.querySelector('sip-phone')?.activeCall?.localStream?.getAudioTracks() ?? [];
          return track?.readyState === 'live' && track.getSettings().noiseSuppression === on;
        }, wanted),
      );
    await untilSuppressed(true);
    for (const on of [false, true]) {
      await toggle?.evaluate((checkbox) => (checkbox as HTMLInputElement).click());
      await untilSuppressed(on);
      await untilRecordedFrom('Laptop');
    }
    await untilHeardMore();
    await phone.page.evaluate(() => window.elements.hangUp());
    await phone.until('ended');
    await untilRecordedFrom();
    await phone.close();
  });
}
