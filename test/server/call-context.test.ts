import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { readCallContext, signCallContext } from '../../server/call-context.ts';

const SECRET = 'a secret of the site';
const NOW = 1_790_000_000_000;
const CONTEXT = {
  user: 'visitor-1',
  expires: NOW / 1000 + 300,
  targets: ['sales@shop.example', '+15550100@shop.example'],
  page: 'https://shop.example/kettles/',
  facts: { order: '4711', note: "a;b=c,\r\nX-Evil: 'ü" },
};

test('the context is one line that says who, whom, from where, until when, and the facts of the site', async () => {
  const header = await signCallContext(CONTEXT, SECRET);
  const text =
    'user=visitor-1;exp=1790000300;targets=sales@shop.example|+15550100@shop.example;' +
    'page=https%3A%2F%2Fshop.example%2Fkettles%2F;order=4711;' +
    'note=a%3Bb%3Dc%2C%0D%0AX-Evil%3A%20%27%C3%BC';
  const signature = createHmac('sha256', SECRET).update(text).digest('base64url');
  assert.equal(header, `${text};hmac=${signature}`);
});

test('what was signed is read again', async () => {
  assert.deepEqual(await readCallContext(await signCallContext(CONTEXT, SECRET), SECRET, NOW), CONTEXT);
  const bare = { ...CONTEXT, targets: [], page: '', facts: {} };
  assert.deepEqual(await readCallContext(await signCallContext(bare, SECRET), SECRET, NOW), bare);
});

test('a context that was changed, or signed by somebody else, or is over, says nothing', async () => {
  const header = await signCallContext(CONTEXT, SECRET);
  for (const forged of [
    header.replace('sales', 'boss'),
    header.replace('4711', '4712'),
    header.slice(0, -1),
    `${header}=`,
    `${header};order=1`,
    header.replace(/;hmac=.*/, ''),
    'hmac=',
    '',
  ])
    assert.equal(await readCallContext(forged, SECRET, NOW), null, forged);
  assert.equal(await readCallContext(header, 'another secret', NOW), null);
  assert.notEqual(await readCallContext(header, SECRET, NOW + 299_999), null);
  assert.equal(await readCallContext(header, SECRET, NOW + 300_000), null);
});

test('a context that somebody else’s program signed wrongly says nothing', async () => {
  for (const text of [
    'user=visitor-1;targets=*',
    'user=visitor-1;exp=;targets=*',
    'user=visitor-1;exp=soon;targets=*',
    'user=visitor-1;exp=1790000300;order=100%',
    'visitor|12345678;user=visitor-1;exp=soon;targets=*;|12345678',
  ]) {
    const signature = createHmac('sha256', SECRET).update(text).digest('base64url');
    assert.equal(await readCallContext(`${text};hmac=${signature}`, SECRET, NOW), null, text);
  }
});

test('names of a context are no prototype', async () => {
  const text = 'user=visitor-1;exp=1790000300;targets=*;__proto__=x;constructor=y';
  const signature = createHmac('sha256', SECRET).update(text).digest('base64url');
  const context = await readCallContext(`${text};hmac=${signature}`, SECRET, NOW);
  assert.equal(Object.getPrototypeOf(context?.facts), Object.prototype);
  assert.equal(Object.getPrototypeOf({}).x, undefined);
  assert.deepEqual(Object.keys(context?.facts ?? {}), ['__proto__', 'constructor']);
});

test('what cannot be written is named', async () => {
  const refuses = (change: object, message: RegExp) =>
    assert.rejects(signCallContext({ ...CONTEXT, ...change }, SECRET), { name: 'TypeError', message });
  await refuses({ user: 'a;b' }, /user/);
  await refuses({ targets: ['sales@shop.example', 'all'] }, /"all"/);
  await refuses({ targets: ['a@b|c@d'] }, /targets/);
  await refuses({ facts: { hmac: '1' } }, /facts/);
  await refuses({ facts: { 'Order no': '1' } }, /facts/);
  await refuses({ facts: { order: 'x'.repeat(513) } }, /order/);
});
