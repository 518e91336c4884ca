import type { SipCall } from './store/sip-call.ts';

/** What plain buttons can work. */
export interface Commandable extends HTMLElement {
  readonly activeCall: SipCall | null;
  /** Calls, as a click of the user does. */
  press(): void;
  hangup(): void;
  hold(): unknown;
  unhold(): unknown;
  mute(): void;
  unmute(): void;
}

const COMMANDS: Readonly<Record<string, (element: Commandable) => unknown>> = {
  call: (element) => element.press(),
  hangup: (element) => element.hangup(),
  hold: (element) => element.hold(),
  unhold: (element) => element.unhold(),
  'toggle-hold': (element) => (element.activeCall?.snapshot?.hold.local ? element.unhold() : element.hold()),
  mute: (element) => element.mute(),
  unmute: (element) => element.unmute(),
  'toggle-mute': (element) => (element.activeCall?.snapshot?.muted ? element.unmute() : element.mute()),
};

/**
 * Takes the platform's own commands (HTML, Invoker Commands): `<button commandfor="p" command="--hangup">`. Browsers that
 * do not know them send none.
 */
export function takeCommands<E extends Commandable>(
  element: E,
  own: Readonly<Record<string, (element: E) => unknown>> = {},
): void {
  const commands = new Map(Object.entries({ ...COMMANDS, ...own }));
  element.addEventListener('command', (event) => {
    const { command } = event as Event & { command: string };
    if (command.startsWith('--')) commands.get(command.slice(2))?.(element);
  });
}
