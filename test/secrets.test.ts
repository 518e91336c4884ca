import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSecrets } from '../src/secrets.ts';

test('a log shows no credentials, wherever they stand in a message', () => {
  const message = [
    'REGISTER sip:example.com SIP/2.0',
    'Authorization: Digest username="ada", response="hunter2"',
    'proxy-authorization:Bearer hunter2',
    'AUTHORIZATION: \tX-Own hunter2, hunter2',
    'Contact: <sip:ada@example.com>',
    '',
    'Authorization: Basic hunter2',
  ].join('\r\n');
  const shown = withoutSecrets(message) as string;
  assert.doesNotMatch(shown, /hunter2|ada"/);
  assert.match(shown, /^REGISTER sip:example\.com SIP\/2\.0\r\nAuthorization: Digest \(hidden\)\r\n/);
  assert.match(shown, /^Contact: <sip:ada@example\.com>\r$/m);
});

test('a log shows the server, and no token behind it', () => {
  assert.equal(
    withoutSecrets('wss://sip.example/ws?token=hunter2#hunter2'),
    'wss://sip.example/ws? (hidden)',
  );
  assert.equal(withoutSecrets('wss://sip.example:8443/ws'), 'wss://sip.example:8443/ws');
  assert.doesNotMatch(String(withoutSecrets('ws://ada:hunter2@sip.example/')), /hunter2/);
});

test('what is no text is left as it is', () => {
  const value = { of: 'an object' };
  assert.equal(withoutSecrets(value), value);
  assert.equal(withoutSecrets(7), 7);
});
