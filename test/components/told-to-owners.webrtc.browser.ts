/// <reference types="mocha" />
// What the console tells the owner of a page whose call button cannot call.
import { html } from 'lit';
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import type { SipErrorEvent } from '../../components/launch-events.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { FakeWorld, mount, until } from './fake-world.ts';

let world: FakeWorld;
let told: string[];
const { warn } = console;

beforeEach(() => {
  world = new FakeWorld();
  SipCallButton.world = world;
  told = [];
  console.warn = (text: unknown) => told.push(String(text));
});

afterEach(() => {
  console.warn = warn;
  document.querySelector('sip-call-button')?.stop();
  world.end();
});

it('a call button without target says so in the console, once, and by sip-error at each click', async () => {
  const button = mount<SipCallButton>(html`<sip-call-button server="wss://sip.example"></sip-call-button>`);
  const fixes: string[] = [];
  button.addEventListener('sip-error', ({ fix }: SipErrorEvent) => fixes.push(fix));
  for (const clicks of [1, 2]) {
    await button.call().catch(() => {});
    await until('it is told', () => fixes.length === clicks);
  }
  expect(fixes).to.deep.equal(Array(2).fill('target: Add it to the tag.'));
  expect(told).to.deep.equal([
    '<sip-call-button> A mandatory attribute is missing. target: Add it to the tag.',
  ]);
});
