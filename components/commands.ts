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

/** What each does; a page's own commands begin with two hyphens. */
const COMMANDS: Readonly<Record<string, (element: Commandable) => unknown>> = {
  '--call': (element) => element.press(),
  '--hangup': (element) => element.hangup(),
  '--hold': (element) => element.hold(),
  '--unhold': (element) => element.unhold(),
  '--toggle-hold': (element) =>
    element.activeCall?.snapshot?.hold.local ? element.unhold() : element.hold(),
  '--mute': (element) => element.mute(),
  '--unmute': (element) => element.unmute(),
  '--toggle-mute': (element) => (element.activeCall?.snapshot?.muted ? element.unmute() : element.mute()),
};

/**
 * Takes the platform's own commands (HTML, Invoker Commands): `<button commandfor="p" command="--hangup">`. Browsers that
 * do not know them send none.
 */
export function takeCommands<E extends Commandable>(
  element: E,
  own: Readonly<Record<string, (element: E) => unknown>> = {},
): void {
  const commands: typeof own = { ...COMMANDS, ...own };
  // Others than `--…` are the browser's own, as `show-popover`: none of these.
  element.addEventListener('command', (event) => commands[(event as CommandEvent).command]?.(element));
}
