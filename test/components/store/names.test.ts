import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, nameOfTarget, toldName } from '../../../components/store/names.ts';
import { FakeSession, identity } from '../fake-core.ts';

test('a called party is named as its address says, before it tells a name', () => {
  assert.equal(nameOfTarget('sip:sales@shop.example;transport=ws'), 'sales');
  assert.equal(nameOfTarget(' tel:+15550100 '), '+15550100');
  assert.equal(nameOfTarget('bob'), 'bob');
});

test('a caller is named by the name told, else by its address', () => {
  assert.equal(nameOf(new FakeSession('incoming', 'carol', 'Carol')), 'Carol');
  assert.equal(nameOf(new FakeSession('incoming', 'carol')), 'carol');
  assert.equal(nameOf(new FakeSession('incoming', 'carol', '  ')), 'carol');
});

test('the word of a trusted server counts more than that of the party', () => {
  const session = new FakeSession('incoming', 'carol', 'The bank');
  session.asserted_identity = [identity(null), identity('Carol')];
  assert.equal(toldName(session), 'Carol');
});

test('a name of 64 KB is cut short, and not through a character', () => {
  const name = nameOf(new FakeSession('incoming', 'carol', '🫖'.repeat(16_000)));
  assert.equal(name, `${'🫖'.repeat(80)}…`);
});

test('a name cannot turn the sentence round in which it stands, or leave its line', () => {
  const name = nameOf(new FakeSession('incoming', 'carol', '\u2069\u202eCarol\u0000\r\nBye\u2067'));
  assert.doesNotMatch(name, /[\p{Cc}\p{Bidi_Control}]/u);
  assert.match(name, /^Carol +Bye$/);
});

test('a name of nothing that can be seen is none', () => {
  assert.equal(nameOf(new FakeSession('incoming', 'carol', '\u202e\u200f')), 'carol');
});
