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
    'sip:sales;user=phone@evil.example',
    'sip:sales?x=@evil.example',
    'sip:sales:5060@evil.example',
    '%73ales',
    'ｓales',
    's\u0430les',
    'sales\u200b',
    'sales@shop。example',
    'sales@b\u00fccher.example',
    'sales@[::1',
    'sip:sip:sales@shop.example',
    '//sales@shop.example',
    'javascript:alert(1)',
  ]) {
    const address = addressOf(target, DOMAIN);
    assert.equal(address, null, target);
  }
  assert.equal(isAddress('sales'), false);
  assert.equal(isAddress('sales@shop.example|all@shop.example'), false);
});

test('what is written otherwise is another address, for a SIP server compares letter by letter', () => {
  const sales = addressOf('sales', DOMAIN);
  for (const target of ['SALES', 'sales.', 'sales@shop.example.', 'sales@[::1]', 'sales@127.0.0.1', '+sales'])
    assert.notEqual(addressOf(target, DOMAIN), sales, target);
});

test('a long target is read in linear time', () => {
  const before = process.cpuUsage().user;
  for (const letter of ['a', '@', ';', ' ', '-', 'sip:']) addressOf(letter.repeat(100_000), DOMAIN);
  // A few milliseconds, in microseconds; in quadratic time it takes minutes.
  assert.ok(process.cpuUsage().user - before < 500_000);
});
