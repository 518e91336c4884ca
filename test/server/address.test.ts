import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, isAddress } from '../../server/address.ts';
import { normalizeTarget } from '../../src/ua/target.ts';

const DOMAIN = 'shop.example';

test('an address is what a call to the target goes to', () => {
  for (const target of [
    'sales',
    'sip:sales@shop.example',
    'sips:sales@shop.example',
    'sip:sales@shop.example;transport=ws',
    'sales@SHOP.example',
    '+1 (555) 010-0100',
    'tel:+1-555-0100;phone-context=example.com',
    'sip:+1-555-0100@gateway.example:5080',
    '2001',
    'first.last',
  ]) {
    const { user, host } = normalizeTarget(target, DOMAIN) ?? {};
    assert.equal(addressOf(target, DOMAIN), `${user}@${host}`, target);
  }
});

test('what could mean another address in a list is none', () => {
  for (const target of [
    '',
    ' ',
    'a|b',
    'a;b@c',
    'sip:a,b@c',
    'a\r\nb',
    'a%40b@c',
    '@shop.example',
    'sip:',
    'a@b@c',
  ]) {
    const address = addressOf(target, DOMAIN);
    assert.ok(
      address === null || (address === 'a@shop.example' && target === 'a;b@c'),
      `${target}: ${address}`,
    );
  }
  assert.equal(isAddress('sales'), false);
  assert.equal(isAddress('sales@shop.example|all@shop.example'), false);
});

test('a long target is read in linear time', () => {
  const start = performance.now();
  for (const letter of ['a', '@', ';', ' ', '-', 'sip:']) addressOf(letter.repeat(100_000), DOMAIN);
  assert.ok(performance.now() - start < 500);
});
