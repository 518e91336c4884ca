import assert from 'node:assert/strict';
import { test } from 'node:test';
import { URI } from '../src/grammar/uri.ts';
import * as Utils from '../src/utils.ts';

const TARGETS: [target: string, uri: string | undefined][] = [
  ['bob', 'sip:bob@example.com'],
  ['sip:bob', 'sip:bob@example.com'],
  ['bob@biloxi.com', 'sip:bob@biloxi.com'],
  ['SIP:Bob@Biloxi.com', 'sip:Bob@biloxi.com'],
  ['sips:bob@biloxi.com;transport=ws?Subject=x', 'sips:bob@biloxi.com;transport=ws?Subject=x'],
  ['+49 (30) 123-45', 'sip:+493012345@example.com'],
  ['tel:+49-30-12345;phone-context=x', 'sip:+493012345@example.com'],
  ['sip:+1-212-555@gateway.com', 'sip:+1212555@gateway.com'],
  ['anna-lena', 'sip:anna-lena@example.com'],
  ['Jürgen Groß', 'sip:J%C3%BCrgen%20Gro%C3%9F@example.com'],
  ['a@b@biloxi.com', 'sip:a%40b@biloxi.com'],
  ['', undefined],
  ['bob@', undefined],
  ['@biloxi.com', undefined],
  ['bob@bi loxi', undefined],
  ['bob@biloxi.com\r\nX: y', undefined],
];
for (const [target, uri] of TARGETS) {
  test(`a call to ${JSON.stringify(target)} goes to ${uri ?? 'nowhere'}`, () => {
    assert.equal(Utils.normalizeTarget(target, 'example.com')?.toString(), uri);
  });
}

test('a URI is its own target, and a user name needs a domain', () => {
  const uri = new URI('sip', 'bob', 'biloxi.com');
  assert.equal(Utils.normalizeTarget(uri), uri);
  assert.equal(Utils.normalizeTarget('bob'), undefined);
});

test('tokens, tags and UUIDs differ each time', () => {
  assert.match(Utils.createRandomToken(8), /^[a-z0-9]{8}$/);
  assert.notEqual(Utils.newTag(), Utils.newTag());
  assert.match(Utils.newUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the other tools of applications are there', () => {
  assert.equal(Utils.escapeUser('j@s0n'), 'j%40s0n');
  assert.equal(Utils.headerize('call-id'), 'Call-ID');
  assert.equal(Utils.sipErrorCause(486), 'Busy');
  assert.equal(Utils.calculateMD5('grüße'), 'fee40dc24d0ad6a90c608052aa4e9e66');
});

test('closing a stream ends its tracks, and no stream is no error', () => {
  let stopped = 0;
  const stream = { getTracks: () => [{ stop: () => stopped++ }, { stop: () => stopped++ }] };
  Utils.closeMediaStream(stream as unknown as MediaStream);
  Utils.closeMediaStream(null);
  assert.equal(stopped, 2);
});
