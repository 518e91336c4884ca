import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, SipError } from '../src/errors.ts';
import { Exceptions } from '../src/index.ts';

test('the exceptions have the codes and fields that applications know', () => {
  const { ConfigurationError, InvalidStateError, NotSupportedError, NotReadyError } = Exceptions;
  const configuration = new ConfigurationError('uri', 'nobody');
  assert.deepEqual([configuration.code, configuration.parameter, configuration.value], [1, 'uri', 'nobody']);
  const state = new InvalidStateError(8);
  assert.deepEqual([state.code, state.status], [2, 8]);
  assert.equal(new NotSupportedError('x').code, 3);
  assert.equal(new NotReadyError('x').code, 4);
  for (const error of [configuration, state]) assert.ok(error instanceof Error);
});

test('what the console is told says what is wrong, where, and what to do', () => {
  const told = (...what: ConstructorParameters<typeof SipError>) => explain(new SipError(...what));
  assert.equal(
    told('attribute-missing', 'server'),
    'A mandatory attribute is missing. server: Add it to the tag.',
  );
  assert.match(
    told('credentials-failed', 'Status 500.'),
    /gave no usable credentials\. Status 500\. Check that /,
  );
  assert.equal(told('server-insecure').endsWith('"insecure". Use wss:.'), true);
});
