/** A page in which the elements meet a core and a microphone that do what the test says. */
import { render, type TemplateResult } from 'lit';
import { platform, systemPlatform, usePlatform } from '../../src/platform.ts';
import en from '../../components/locales/en.ts';
import type { State } from '../../components/store/states.ts';
import type { PhoneStoreWorld } from '../../components/store/phone-store.ts';
import { checkAccessibility } from '../support/axe.ts';
import { FakeAgent } from './fake-core.ts';

/** The world of one test. */
export class FakeWorld implements PhoneStoreWorld {
  readonly agents: FakeAgent[] = [];
  /** Whether the server answers. */
  reachable = true;
  /** What the browser does when it is asked for the microphone. */
  microphone: () => Promise<MediaStream> = async () => new MediaStream();
  /** The devices of the machine; a `devicechange` at `mediaDevices` tells of another list. */
  devices: MediaDeviceInfo[] = [];
  readonly mediaDevices: MediaDevices;
  readonly #before = platform;

  constructor() {
    const getUserMedia = () => this.microphone();
    const enumerateDevices = async () => this.devices;
    this.mediaDevices = Object.assign(new EventTarget(), { getUserMedia, enumerateDevices }) as MediaDevices;
    // A phone that left the page a moment ago is no rival of the next test's.
    usePlatform({ ...systemPlatform(), mediaDevices: this.mediaDevices, locks: null });
  }

  /** From now on phones of one account take turns, as they do in life. */
  takeTurns(): void {
    usePlatform({ ...platform, locks: navigator.locks });
  }

  createAgent = async (configuration: ConstructorParameters<typeof FakeAgent>[0]): Promise<FakeAgent> => {
    const agent = new FakeAgent(configuration, this.reachable);
    this.agents.push(agent);
    return agent;
  };

  /** The newest agent. */
  get agent(): FakeAgent {
    const agent = this.agents.at(-1);
    if (!agent) throw new Error('no agent was made');
    return agent;
  }

  /** The newest session. */
  get session() {
    const session = this.agent.sessions.at(-1);
    if (!session) throw new Error('no call was made');
    return session;
  }

  /** Leaves the page as it was. */
  end(): void {
    usePlatform(this.#before);
    clear();
  }
}

/** Puts something into the page and returns its first element. */
export function mount<E extends HTMLElement>(template: TemplateResult): E {
  clear();
  const stage = document.createElement('main');
  document.body.append(stage);
  render(template, stage);
  return stage.firstElementChild as E;
}

/** Takes out of the page what {@link mount} put into it. */
export function clear(): void {
  document.querySelector('main')?.remove();
}

/** Waits until something is so, and says what was not if it never is. */
export async function until(what: string, is: () => unknown): Promise<void> {
  const end = performance.now() + 20_000;
  while (!is()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** Waits until an element has this state, as attribute and as custom state. */
export async function untilState(element: Element, state: string): Promise<void> {
  await until(
    `state ${state}, still ${element.getAttribute('state')}`,
    () => element.getAttribute('state') === state && element.matches(`:state(${state})`),
  );
}

/** The first match in an element's shadow tree or in those inside of it. */
export function deep<E extends HTMLElement = HTMLElement>(root: Element, selector: string): E | null {
  const tree = root.shadowRoot ?? root;
  const found = tree.querySelector<E>(selector);
  if (found) return found;
  for (const child of tree.querySelectorAll('*')) {
    const inside = child.shadowRoot ? deep<E>(child, selector) : null;
    if (inside) return inside;
  }
  return null;
}

/** What can be seen in an element's tree, as text. */
export function textOf(root: Element): string {
  const tree = root.shadowRoot ?? root;
  const parts = [...tree.childNodes].map((node) => {
    if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0)
      return node.assignedNodes().map((one) => one.textContent ?? '');
    if (node instanceof HTMLStyleElement) return '';
    if (node instanceof Element) return textOf(node);
    return node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '';
  });
  return parts.flat().join(' ').replace(/\s+/g, ' ').trim();
}

/** What a screen reader was last told by an element. */
export function spoken(element: Element, role: 'status' | 'alert'): string {
  return element.shadowRoot?.querySelector(`.hidden-text[role=${role}]`)?.textContent ?? '';
}

/** Everything that a state owes its user: text, icon, announcement, and nothing for axe to find. */
export async function checkState(element: Element, state: State, announcement: string): Promise<void> {
  await untilState(element, state);
  await until(`"${en.states[state]}" is seen`, () => textOf(element).includes(en.states[state]));
  if (!deep(element, 'sip-status')?.shadowRoot?.querySelector('svg')) throw new Error(`${state} has no icon`);
  if (announcement)
    await until(`"${announcement}" is said`, () => spoken(element, 'status') === announcement);
  await checkAccessibility(element);
}
