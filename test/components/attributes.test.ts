// Each attribute of the specification (elements.md, the table of attributes) does something: none is only allowed.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSettings } from '../../components/settings.ts';
import { attributesOf } from './fake-core.ts';

const components = path.join(import.meta.dirname, '..', '..', 'components');
/** The source of a file, without its comments. */
const sourceOf = (file: string) =>
  readFileSync(path.join(components, file), 'utf8').replace(/\/\*.*?\*\/|^\s*\/\/[^\n]*$/gms, '');

/** A value for each attribute that becomes a setting. */
const VALUES: Readonly<Record<string, string>> = {
  server: 'wss://sip.example',
  uri: 'anna@example.com',
  'display-name': 'Anna',
  'authorization-user': 'anna',
  insecure: '',
  'auth-url': 'https://shop.example/credentials',
  target: 'bob',
  'header-*': '',
  register: '',
  'no-register': '',
  'ice-servers': 'stun:stun.example',
  'ice-transport-policy': 'relay',
  video: '',
  anonymous: '',
  'auto-answer': 'boss',
  dtmf: 'info',
  'no-answer-timeout': '30',
  'session-timers': '',
  codecs: 'PCMU',
  'no-ringback': '',
  'persist-devices': '',
};

/** Where the others are read: what they say is no setting of an account. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, code: RegExp][]>> = {
  password: [['account-element.ts', /this\.password = value/]],
  'config-url': [['config.ts', /getAttribute\('config-url'\)/]],
  placement: [['sip-call-button/styles.ts', /\[placement='bottom-end'\]/]],
  load: [
    ['sip-phone/sip-phone.ts', /this\.load === 'eager'/],
    ['sip-call-button/sip-call-button.ts', /this\.load === 'eager'/],
  ],
  hours: [['sip-call-button/opening-hours.ts', /\.hours\b/]],
  timezone: [['sip-call-button/opening-hours.ts', /\.timezone\b/]],
  precall: [
    ['sip-phone/sip-phone.ts', /this\.precall/],
    ['sip-call-button/private-phone.ts', /getAttribute\('precall'\)/],
  ],
  consent: [['engine.ts', /getAttribute\('consent'\)/]],
  rating: [
    ['sip-phone/default-phone.ts', /\brating\b.* = phone/],
    ['sip-call-button/private-phone.ts', /getAttribute\('rating'\)/],
  ],
  'no-keypad': [
    ['sip-phone/default-phone.ts', /\bnoKeypad\b.* = phone/],
    ['sip-call-button/call-panel.ts', /'no-keypad'/],
  ],
  lang: [['locales/language.ts', /closest\('\[lang\]'\)/]],
  dir: [['locales/language.ts', /'dir'/]],
};

for (const attribute of [...Object.keys(VALUES), ...Object.keys(ELSEWHERE)]) {
  test(`the attribute ${attribute} of the specification is read`, () => {
    for (const [file, code] of ELSEWHERE[attribute] ?? []) assert.match(sourceOf(file), code, file);
    const value = VALUES[attribute];
    if (value === undefined) return;
    const given = attribute === 'header-*' ? { 'header-x-order': '4711' } : { [attribute]: value };
    const { settings, problems } = readSettings(attributesOf(given));
    assert.deepEqual(problems, []);
    assert.notDeepEqual(settings, readSettings(attributesOf({})).settings);
  });
}

test('these are the attributes of the specification', () => {
  const page = readFileSync(new URL('../../docs/spec/elements.md', import.meta.url), 'utf8');
  const [, section = ''] = /^## Attributes .*?$(.*?)^## /ms.exec(page) ?? [];
  const cells = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
  // What stands in brackets is a value.
  const named = cells.flatMap((cell) => cell.replaceAll(/\(.*?\)/g, '').match(/[a-z*-]+(?=`)/g) ?? []);
  const known = [...Object.keys(VALUES), ...Object.keys(ELSEWHERE)];
  assert.deepEqual([...named, 'timezone'].sort(), known.sort());
});

test('a file of config-url may set all of them, but for the password and its own place', () => {
  const [, shared = ''] = /^const TEXTS =(.*?)^const flag/ms.exec(sourceOf('account-element.ts')) ?? [];
  const [, others = ''] = /const OTHERS = (.*)/.exec(sourceOf('config.ts')) ?? [];
  const lists = [shared, others].flatMap((code) => code.match(/'.*'/g) ?? []).join(' ');
  const allowed: readonly string[] = lists.match(/[a-z][a-z-]*/g) ?? [];
  const known = [...Object.keys(VALUES), ...Object.keys(ELSEWHERE)];
  const refused = known.filter((name) => !allowed.includes(name));
  assert.deepEqual(refused.sort(), ['config-url', 'header-*', 'password']);
  assert.deepEqual(
    allowed.filter((name) => !known.includes(name)),
    ['tones'],
  );
});

test('no setting is only read: each is used', () => {
  const files = globSync('**/*.ts', { cwd: components }).filter(
    (file) => !['settings.ts', 'account-element.ts'].includes(file),
  );
  const source = files.map(sourceOf).join('\n');
  const unused = Object.keys(readSettings(attributesOf({})).settings).filter(
    (name) =>
      !new RegExp(`\\bsettings\\??\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\} = [^;]*settings\\b`).test(
        source,
      ),
  );
  assert.deepEqual(unused, []);
});
