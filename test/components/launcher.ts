import { html } from 'lit';
import type { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { deep, mount } from './fake-world.ts';

/** A button with more attributes. */
export async function mountButton(attributes: Record<string, string> = {}): Promise<SipCallButton> {
  const stage = mount<HTMLElement>(html`<div></div>`);
  const button = document.createElement('sip-call-button');
  const all = { server: 'wss://sip.example', target: 'sip:sales@shop.example', ...attributes };
  for (const [name, value] of Object.entries(all)) button.setAttribute(name, value);
  stage.append(button);
  await button.updateComplete;
  return button;
}

/** What is clicked. */
export const inner = (button: SipCallButton) => deep(button, '[part=button]')!;
/** A pointer comes over it. */
export const approach = (button: SipCallButton) =>
  inner(button).dispatchEvent(new PointerEvent('pointerenter'));
/** Nothing happens for a while. */
export const quiet = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
