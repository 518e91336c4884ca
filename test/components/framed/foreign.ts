/** A page in a frame of another site: clicks its call button, and tells the page around it what came of it. */
import './page.ts';
import type { SipCallButton } from '../../../components/sip-call-button/sip-call-button.ts';
import { deep, textOf, until } from '../fake-world.ts';

const { framed } = window;
const attributes = { server: 'wss://sip.example', target: 'sip:sales@shop.example' };
const button = framed.show('sip-call-button', attributes) as SipCallButton;
await button.updateComplete;
deep(button, '[part=button]')!.click();
await until('it calls or fails', () => ['dialing', 'failed'].includes(button.state));
await until(
  'it says so',
  () => button.state === 'dialing' || deep(button, 'sip-error [part=text]') || deep(button, '[part=text]'),
);
const error = deep(button, 'sip-error');
parent.postMessage(button.state === 'dialing' ? 'dialing' : textOf(error ?? button), '*');
