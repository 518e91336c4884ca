import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWanted, logToConsole } from '../../components/console-log.ts';
import { createLog } from '../../src/log.ts';

test('namespaces are wanted by name and by pattern, and can be taken out again', () => {
  assert.ok(isWanted('sip-elements:ua:agent', '*'));
  assert.ok(isWanted('sip-elements:ua:agent', 'x, sip-elements:ua:*'));
  assert.ok(isWanted('sip-elements:ua:agent', 'sip-elements:ua:agent'));
  assert.ok(!isWanted('sip-elements:ua:agent', ''));
  assert.ok(!isWanted('sip-elements:ua:agent', 'sip-elements:call:*'));
  assert.ok(!isWanted('sip-elements:ua:agent', 'sip-elements:*,-sip-elements:ua:*'));
});

test('the log of a page shows no credentials', (t) => {
  const lines: unknown[][] = [];
  t.mock.method(console, 'debug', (...line: unknown[]) => lines.push(line));
  logToConsole('sip-elements:*');
  createLog('sip-elements:test')('sent %s', 'Authorization: Digest username="a", response="secret"');
  createLog('other:test')('sent');
  assert.deepEqual(lines, [['sip-elements:test sent %s', 'Authorization: Digest (hidden)']]);
});
