// The types of the package, for a project that looks modules up as bundlers do, and as Node.js does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packed } from './support/packed.ts';

/** What may be written, and, after each `@ts-expect-error`, what may not. */
const program = `
import { UA, WebSocketInterface } from 'sip-elements';
import { Agent } from 'sip-elements/agent';
import { Devices } from 'sip-elements/devices';
import { type SipPhone, setStrings } from 'sip-elements/elements';
import de from 'sip-elements/locales/de';
import { NodeWebSocketInterface } from 'sip-elements/node';
import { PhoneAgent } from 'sip-elements/phone-agent';
import { QualityMonitor } from 'sip-elements/quality';
import { createCredentialsHandler } from 'sip-elements/server';
import 'sip-elements/define/sip-call-button';
import 'sip-elements/define/sip-phone';

setStrings('de', de);
// @ts-expect-error no such text
setStrings('de', { labels: { kall: 'Anrufen' } });

const account = { uri: 'sip:alice@example.com', sockets: new WebSocketInterface('wss://sip.example.com') };
new UA(account).on('newRTCSession', ({ session }) => session.answer());
new UA({ ...account, sockets: new NodeWebSocketInterface('wss://sip.example.com') }).call('bob').refer('carol');
const session = new PhoneAgent(account).call('bob');
session.hold();
new QualityMonitor(session).on('qualitywarning', ({ name }) => name.length);
// @ts-expect-error hold is a feature that the small agent has not
new Agent(account).call('bob').hold();

const phone: SipPhone = document.createElement('sip-phone');
phone.addEventListener('sip-call-ended', ({ duration, call }) => duration.toFixed() + call.session?.id);
// @ts-expect-error no such member
phone.addEventListener('sip-call-ended', ({ length }) => length);
document.querySelector('sip-mute-button')?.click();
document.querySelector('sip-call-button')?.call('bob').then((call) => call?.hangup());

export const handle: (request: Request) => Promise<Response> = createCredentialsHandler({
  secret: 'x',
  domain: 'example.com',
  origins: [],
  targets: ['*'],
});
export const devices = new Devices();
`;

/** A page of React, and the names that the other frameworks look up. */
const frameworks = `
import type { GlobalComponents } from 'vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type {} from 'sip-elements/react';
import type {} from 'sip-elements/vue';
import type {} from 'sip-elements/svelte';

export const Phone = () => (
  <sip-phone
    uri="sip:alice@example.com"
    load="idle"
    credentials={async () => ({ uri: 'sip:alice@example.com', password: 'x' })}
    onsip-call-ended={({ duration }) => duration.toFixed()}
  >
    <sip-mute-button className="x" />
  </sip-phone>
);
// @ts-expect-error one of three words
export const Wrong = () => <sip-phone load="later" />;
// @ts-expect-error no credentials
export const None = () => <sip-phone credentials={7} />;

type VueProps = InstanceType<GlobalComponents['sip-call-button']>['$props'];
export const vue: VueProps = { target: 'bob', mediaStream: null, onSipCallEnded: ({ duration }) => duration.toFixed() };
export const svelte: SvelteHTMLElements['sip-call-button'] = {
  target: 'bob',
  mediaStream: new MediaStream(),
  'onsip-call-ended': ({ duration }) => duration.toFixed(),
};
`;

for (const [resolution, module] of [
  ['bundler', 'esnext'],
  ['node16', 'node16'],
] as const) {
  test(`a strict project that resolves modules as ${resolution} does sees the types of every export`, () => {
    const files = { 'consumer.ts': program, 'frameworks.tsx': frameworks };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(packed.project, name), text);
    const tsc = path.join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'tsc');
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable'];
    const how = [
      '--module',
      module,
      '--moduleResolution',
      resolution,
      '--types',
      'node',
      '--jsx',
      'preserve',
    ];
    const { status, stdout } = spawnSync(tsc, [...options, ...how, ...Object.keys(files)], {
      cwd: packed.project,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  });
}
