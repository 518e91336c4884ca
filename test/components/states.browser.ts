/// <reference types="mocha" />
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import { checkAccessibility } from '../support/axe.ts';
import { deep, until, untilState } from './fake-world.ts';
import {
  buttonScenes,
  moreButtonScenes,
  morePhoneScenes,
  phoneScenes,
  setScene,
  StillWorld,
  type Scene,
} from './scenes.ts';

const CALL = 'Call sales';
const LINK = 'Call us on +1 555 0100';
const PANEL = ['Mute', 'Keypad', 'Hang up'];
const KEYS = [...'123456789*0#'];

/** What the Tab key leads to, in this order, by the name of what is to be seen. */
const buttonStops: Record<keyof typeof buttonScenes | keyof typeof moreButtonScenes, string[]> = {
  idle: [CALL],
  loading: ['Connecting…', 'Hang up'],
  unsupported: [CALL, LINK],
  offline: [CALL, LINK, 'Close'],
  closed: [CALL],
  permission: ['Allow the microphone', 'Hang up'],
  dialing: ['Calling…', 'Hang up'],
  ringing: ['Ringing…', 'Hang up'],
  'early-media': ['Ringing…', 'Hang up'],
  queued: ['Waiting in line…', 'Hang up'],
  connected: ['In a call', ...PANEL],
  held: ['On hold', ...PANEL],
  reconnecting: ['Reconnecting…', ...PANEL],
  ended: [CALL],
  failed: [CALL, LINK, 'Close'],
  muted: ['In a call', ...PANEL],
  keypad: ['In a call', ...KEYS, ...PANEL],
  floating: [CALL],
  'floating-closed': [CALL],
  'floating-unsupported': [CALL, LINK],
  focused: ['In a call', ...PANEL],
  consent: [CALL, 'Agree', 'Decline'],
  precall: [CALL, 'Your name', 'What is it about?', 'Call', 'Cancel'],
  // One of the answers: the arrow keys lead to the others.
  rating: [CALL, '1 – Bad', 'Send', 'Close'],
};

const DIALER = ['Number or address', 'Call'];
const SETTINGS = 'Sound and devices';
const CONTROLS = ['Mute', 'Hold', 'Keypad', 'Hang up'];

const phoneStops: Record<keyof typeof phoneScenes | keyof typeof morePhoneScenes, string[]> = {
  idle: [...DIALER, SETTINGS],
  loading: [...DIALER, SETTINGS],
  unsupported: [],
  offline: [...DIALER, SETTINGS],
  permission: ['Hang up', SETTINGS],
  dialing: ['Hang up', SETTINGS],
  ringing: ['Hang up', SETTINGS],
  'early-media': ['Hang up', SETTINGS],
  queued: ['Hang up', SETTINGS],
  connected: [...CONTROLS, SETTINGS],
  held: [...CONTROLS, SETTINGS],
  reconnecting: [...CONTROLS, SETTINGS],
  ended: [...DIALER, SETTINGS],
  failed: ['Close', ...DIALER, SETTINGS],
  standby: [...DIALER, SETTINGS],
  incoming: ['Reject', 'Answer', 'Silence', SETTINGS],
  'call-waiting': ['Reject', 'Answer', 'Silence', ...CONTROLS, SETTINGS],
  muted: [...CONTROLS, SETTINGS],
  settings: [
    ...DIALER,
    ...[SETTINGS, 'Microphone', 'Speaker', 'Volume', 'Ringing'],
    ...['Remove echo', 'Suppress noise', 'Adjust the microphone by itself'],
  ],
};

/** What has the focus, through shadow trees; null where that is nothing of the page. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === document.body ? null : element;
}

/** What it is called: by a label of its own, by that of a field, or by what is written on it. */
function nameOf(element: Element): string {
  const label = (element as HTMLInputElement).labels?.[0];
  const name =
    element.getAttribute('aria-label') ?? written(label?.querySelector('[part=label]') ?? label ?? element);
  return name.replace(/\s+/g, ' ').trim();
}

/** The text that can be seen in an element, with what is slotted into it. */
function written(element: Element): string {
  if (element.ariaHidden === 'true' || getComputedStyle(element).display === 'none') return '';
  const slotted = element instanceof HTMLSlotElement ? element.assignedNodes({ flatten: true }) : [];
  const nodes = slotted.length > 0 ? slotted : [...element.childNodes];
  const seen = getComputedStyle(element).visibility === 'visible';
  return nodes
    .map((node) => (node instanceof Element ? written(node) : seen && node instanceof Text ? node.data : ''))
    .join(' ');
}

/** Presses Tab from before the element to behind it. Each stop has to be seen to have the focus. */
async function stops(): Promise<string[]> {
  const fences = ['before', 'after'].map((id) => Object.assign(document.createElement('button'), { id }));
  const stage = document.querySelector('main')!;
  stage.prepend(fences[0]!);
  stage.append(fences[1]!);
  fences[0]!.focus();
  const names: string[] = [];
  for (;;) {
    await sendKeys({ press: 'Tab' });
    const element = focused();
    if (!element || fences.includes(element as HTMLButtonElement) || names.length > 30) break;
    names.push(nameOf(element));
    // A link stands in a text; everything else is large enough for a finger.
    const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
    if (element.localName !== 'a') expect(Math.min(width, height), names.at(-1)).to.be.at.least(44);
    // A round button has its ring around its icon.
    const ringed = [element, ...element.querySelectorAll('[part=icon]')].some(
      (one) => getComputedStyle(one).outlineStyle !== 'none',
    );
    expect(ringed, `the focus is seen at ${names.at(-1)}`).to.equal(true);
  }
  fences.forEach((fence) => fence.remove());
  return names;
}

let world: StillWorld;

beforeEach(() => void (world = new StillWorld()));
afterEach(() => world.end());

/** axe finds nothing, and the keyboard gets everywhere. */
function checkScenes(scenes: Record<string, Scene<Element>>, expected: Record<string, string[]>) {
  for (const [name, scene] of Object.entries(scenes))
    it(`is accessible, and all of it can be reached by the keyboard: ${name}`, async () => {
      const element = await setScene(name, scene, world);
      await checkAccessibility(element);
      // WebKitGTK leads to no volume where none can be set, and to no loudspeaker.
      const wanted = (expected[name] ?? []).filter((stop) => !missingHere(element, stop));
      // A browser that holds sound back has a button more.
      const found = (await stops()).filter((stop) => stop !== 'Turn on sound');
      expect(found).to.deep.equal(wanted);
    });
}

/** Loudspeakers that the browser leaves to the system are not offered. */
function missingHere(element: Element, stop: string): boolean {
  const kind = { Speaker: 'speaker', Ringing: 'ringer' }[stop];
  return kind !== undefined && !deep(element, `sip-device-select[kind=${kind}]`)?.checkVisibility();
}

describe('a call button, state by state', () => {
  checkScenes({ ...buttonScenes, ...moreButtonScenes }, buttonStops);

  it('calls and hangs up by the keyboard alone, from each state of a call that lives', async () => {
    for (const name of ['dialing', 'ringing', 'queued', 'early-media', 'connected', 'held'] as const) {
      const element = await setScene(name, buttonScenes[name], world);
      deep(element, 'sip-hangup-button')?.focus();
      await sendKeys({ press: 'Enter' });
      await until(`${name} is over`, () => ['ended', 'failed', 'idle'].includes(element.state));
      expect(world.session.terminatedWith, name).not.to.equal(null);
      element.stop();
    }
  });

  it('calls again by the keyboard after a call, and after one that failed', async () => {
    for (const name of ['ended', 'failed'] as const) {
      const element = await setScene<Element>(name, buttonScenes[name], world);
      deep(element, '[part=button]')?.focus();
      await sendKeys({ press: 'Enter' });
      await untilState(element, 'dialing');
      document.querySelector('sip-call-button')?.stop();
    }
  });
});

describe('the default phone, state by state', () => {
  checkScenes({ ...phoneScenes, ...morePhoneScenes }, phoneStops);
});
