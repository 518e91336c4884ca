/**
 * Every state of a lone call button and of the default phone, brought about as in life: by what the user, the
 * browser and the server do. The clock stands, and so does whatever waits for longer than a moment.
 */
import { html } from 'lit';
import { platform, usePlatform, type Platform } from '../../src/platform.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import type { SipTimer } from '../../components/parts/sip-timer.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { identity } from './fake-core.ts';
import { deep, FakeWorld, mount, until, untilState } from './fake-world.ts';

/** A Sunday, at noon. */
const NOW = Date.UTC(2026, 2, 8, 12);

/** Timers from here on never come, in milliseconds: the end of a call stays to be seen. */
const LONG = 1000;

/** The devices of the machine. */
const DEVICES = [
  { kind: 'audioinput', deviceId: 'm1', groupId: 'desk', label: 'Desk microphone' },
  { kind: 'audioinput', deviceId: 'm2', groupId: 'head', label: 'Headset' },
  { kind: 'audiooutput', deviceId: 's1', groupId: 'desk', label: 'Desk loudspeaker' },
  { kind: 'audiooutput', deviceId: 's2', groupId: 'head', label: 'Headset' },
] as MediaDeviceInfo[];

/** A world that stands still, in English, with WebRTC in engines that have none: nothing of it is used. */
export class StillWorld extends FakeWorld {
  #now = NOW;

  constructor() {
    super();
    const { setTimeout } = platform;
    this.change({
      RTCPeerConnection: class {
        close() {}
      } as unknown as typeof globalThis.RTCPeerConnection,
      now: () => this.#now,
      setTimeout: (callback, ms) => (ms < LONG ? setTimeout(callback, ms) : undefined),
    });
    SipCallButton.world = this;
    SipPhone.world = this;
    document.documentElement.lang = 'en';
    this.microphone = async () => silence();
    this.devices = DEVICES;
  }

  /** Puts something else in the place of a part of the platform. */
  change(parts: Partial<Platform>): void {
    usePlatform({ ...platform, ...parts });
  }

  /** Time passes, and nothing happens. */
  pass(seconds: number): void {
    this.#now += seconds * 1000;
  }

  override end(): void {
    document.querySelector('sip-call-button')?.stop();
    document.querySelector('sip-phone')?.stop();
    sessionStorage.clear();
    document.documentElement.removeAttribute('lang');
    super.end();
  }
}

/** What a microphone gives; WebKitGTK has no MediaStream. */
function silence(): MediaStream {
  if (typeof MediaStream !== 'undefined') return new MediaStream();
  return Object.assign(new EventTarget(), {
    getTracks: () => [],
    getAudioTracks: () => [],
    getVideoTracks: () => [],
  }) as unknown as MediaStream;
}

/** How something comes to look as it does. */
export type Scene<E extends Element> = (world: StillWorld) => Promise<E>;

/** A scene, and what happens then. */
function after<E extends Element>(scene: Scene<E>, happens: (world: StillWorld) => void): Scene<E> {
  return async (world) => {
    const element = await scene(world);
    happens(world);
    return element;
  };
}

/** What the far end does to a call looks like something on button and phone. */
function callScenes<E extends Element>(dialing: Scene<E>, connected: Scene<E>) {
  return {
    dialing,
    ringing: after(dialing, ({ session }) => session.progress()),
    'early-media': after(dialing, ({ session }) => session.progress({ status_code: 183, body: 'v=0' })),
    queued: after(dialing, ({ session }) => session.progress({ status_code: 182 })),
    connected,
    reconnecting: after(connected, ({ agent }) => agent.disconnect()),
    ended: after(connected, ({ session }) =>
      session.end({ originator: 'remote', cause: 'Terminated', message: null }),
    ),
    failed: after(dialing, ({ session }) =>
      session.end({ originator: 'remote', cause: 'Busy', message: null }),
    ),
  };
}

const never = <T>() => new Promise<T>(() => {});
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** The other party says who it is. */
const MIRA = [identity('Mira Linden')];

async function button(attributes: Record<string, string> = {}): Promise<SipCallButton> {
  const stage = mount<HTMLElement>(html`<div></div>`);
  stage.innerHTML = `<sip-call-button server="wss://sip.example" target="sip:sales@shop.example">
    <span slot="label">Call sales</span><a href="tel:+15550100">Call us on +1 555 0100</a>
  </sip-call-button>`;
  const element = stage.querySelector('sip-call-button')!;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  await until('it is drawn', () => deep(element, '[part=button]'));
  return element;
}

const click = (element: Element) => deep(element, '[part=button]')!.click();

async function dialing(world: StillWorld, attributes?: Record<string, string>): Promise<SipCallButton> {
  const element = await button(attributes);
  click(element);
  await untilState(element, 'dialing');
  world.session.asserted_identity = MIRA;
  return element;
}

async function talking(world: StillWorld, attributes?: Record<string, string>): Promise<SipCallButton> {
  const element = await dialing(world, attributes);
  world.session.progress();
  world.session.accept();
  await untilState(element, 'connected');
  await until('its controls', () => deep(element, 'sip-hangup-button')?.shadowRoot?.querySelector('button'));
  world.pass(83);
  deep<SipTimer>(element, 'sip-timer')!.requestUpdate();
  return element;
}

/** The button, by the name of what is to be seen; each {@link State} is one. */
export const buttonScenes = {
  idle: () => button(),
  loading: async (world) => {
    world.createAgent = never;
    const element = await button();
    click(element);
    await untilState(element, 'loading');
    await until('the panel', () => deep(element, 'sip-status'));
    return element;
  },
  unsupported: async (world) => {
    world.change({ RTCPeerConnection: undefined });
    return button();
  },
  offline: async (world) => {
    world.reachable = false;
    const element = await button();
    click(element);
    return element;
  },
  closed: () => button({ hours: 'Mo-Fr 09:00-17:30', timezone: 'UTC' }),
  permission: async (world) => {
    world.microphone = never;
    const element = await button();
    click(element);
    return element;
  },
  ...callScenes<SipCallButton>(
    (world) => dialing(world),
    (world) => talking(world),
  ),
  held: async (world) => {
    const element = await talking(world);
    world.session.emit('hold', { originator: 'remote' });
    return element;
  },
} satisfies Record<string, Scene<SipCallButton>>;

/** A button that asks something first. */
async function asked(part: string, attributes: Record<string, string>): Promise<SipCallButton> {
  const element = await button(attributes);
  click(element);
  await until('the question', () => deep(element, part)?.shadowRoot?.querySelector('button'));
  return element;
}

/** More that is to be seen of a button. */
export const moreButtonScenes = {
  muted: async (world) => {
    const element = await talking(world);
    element.mute();
    return element;
  },
  keypad: async (world) => {
    const element = await talking(world);
    deep(element, '.toggle')!.click();
    await until('the keys', () => deep(element, 'sip-keypad')?.shadowRoot?.querySelector('[part=key]'));
    for (const key of ['1', '2', '#']) deep(element, `[part=key][value="${key}"]`)!.click();
    return element;
  },
  floating: () => button({ placement: 'bottom-end' }),
  'floating-closed': () => button({ placement: 'bottom-end', hours: 'Mo-Fr 09:00-17:30', timezone: 'UTC' }),
  'floating-unsupported': async (world) => {
    world.change({ RTCPeerConnection: undefined });
    return button({ placement: 'bottom-end' });
  },
  focused: async (world) => {
    const element = await talking(world);
    deep(element, 'sip-hangup-button')!.focus();
    return element;
  },
  consent: async () => asked('sip-consent', { consent: '' }),
  precall: async () => {
    const element = await asked('sip-precall-form', { precall: '' });
    // A caret that blinks is not the same in two pictures.
    await until('its field has the focus', () => deep(element, 'sip-precall-form')!.matches(':focus-within'));
    element.focus();
    return element;
  },
  rating: async (world) => {
    const element = await talking(world, { rating: '' });
    world.session.end({ originator: 'remote', cause: 'Terminated', message: null });
    await until('the question', () => deep(element, 'sip-rating')?.shadowRoot?.querySelector('button'));
    return element;
  },
} satisfies Record<string, Scene<SipCallButton>>;

async function phone(): Promise<SipPhone> {
  const element = mount<SipPhone>(
    html`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example" display-name="Anna"></sip-phone>`,
  );
  await until('it is drawn', () => deep(element, 'sip-dialer')?.shadowRoot?.querySelector('input'));
  return element;
}

async function ready(): Promise<SipPhone> {
  const element = await phone();
  await until('it is registered', () => element.matches(':state(registered)'));
  return element;
}

async function phoneCalls(world: StillWorld): Promise<SipPhone> {
  const element = await ready();
  element.call('sales').catch(() => {});
  await untilState(element, 'dialing');
  world.session.asserted_identity = MIRA;
  return element;
}

async function phoneTalks(world: StillWorld): Promise<SipPhone> {
  const element = await phoneCalls(world);
  world.session.progress();
  world.session.accept();
  await untilState(element, 'connected');
  await until('its controls', () => deep(element, 'sip-hangup-button')?.shadowRoot?.querySelector('button'));
  world.pass(83);
  deep<SipTimer>(element, 'sip-timer')!.requestUpdate();
  return element;
}

/** The default phone, by the name of what is to be seen. It has no opening hours, and so is never closed. */
export const phoneScenes = {
  idle: ready,
  loading: async (world) => {
    world.createAgent = never;
    return phone();
  },
  unsupported: async (world) => {
    world.change({ RTCPeerConnection: undefined });
    return phone();
  },
  offline: async (world) => {
    const element = await ready();
    world.agent.disconnect();
    return element;
  },
  permission: async (world) => {
    world.microphone = never;
    const element = await ready();
    element.call('sales').catch(() => {});
    return element;
  },
  ...callScenes<SipPhone>(phoneCalls, phoneTalks),
  held: async (world) => {
    const element = await phoneTalks(world);
    element.hold();
    return element;
  },
} satisfies Record<string, Scene<SipPhone>>;

async function rings(world: StillWorld, element: SipPhone): Promise<SipPhone> {
  world.agent.receive('carol', 'Carol Ahrens');
  await until('the card', () => deep(element, 'sip-answer-button')?.shadowRoot?.querySelector('button'));
  return element;
}

/** More that is to be seen of a phone. */
export const morePhoneScenes = {
  standby: async (world) => {
    // Another tab has the lock, and keeps it.
    world.change({ locks: { request: never } as unknown as LockManager });
    const element = await phone();
    await until('it waits for its turn', () => element.matches(':state(standby)'));
    return element;
  },
  incoming: async (world) => rings(world, await ready()),
  'call-waiting': async (world) => rings(world, await phoneTalks(world)),
  muted: async (world) => {
    const element = await phoneTalks(world);
    element.mute();
    return element;
  },
  settings: async () => {
    const element = await ready();
    deep(element, 'summary')!.click();
    await until('the level', () => deep(element, 'sip-level')?.shadowRoot?.querySelector('[part=track]'));
    return element;
  },
} satisfies Record<string, Scene<SipPhone>>;

/** Sets a scene and waits until all of it is drawn; a name that is a state is waited for. */
export async function setScene<E extends Element>(
  name: string,
  scene: Scene<E>,
  world: StillWorld,
): Promise<E> {
  const element = await scene(world);
  if (name in buttonScenes) await untilState(element, name);
  await drawn();
  return element;
}
