import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallOver, Lifetime } from '../../src/call/lifetime.ts';
import { settle } from '../support/fake-platform.ts';

test('what is waited for while the call lives comes through', async () => {
  const life = new Lifetime();
  assert.equal(await life.during(Promise.resolve(7)), 7);
  assert.equal(life.over, false);
});

test('a failure while the call lives comes through', async () => {
  await assert.rejects(new Lifetime().during(Promise.reject(new RangeError('x'))), RangeError);
});

test('what comes too late is not waited for: the waiting ends by CallOver', async () => {
  const life = new Lifetime();
  const waiting = life.during(Promise.resolve(7));
  life.end();
  await assert.rejects(waiting, CallOver);
  assert.equal(life.over, true);
  assert.equal(life.signal.aborted, true);
});

test('a failure that comes too late is CallOver', async () => {
  const life = new Lifetime();
  const waiting = life.during(Promise.reject(new RangeError('x')));
  life.end();
  await assert.rejects(waiting, CallOver);
});

test('the failure of a task is told while the call lives, and not after', async () => {
  const failures: unknown[] = [];
  const failed = (error: unknown) => failures.push(error);
  const life = new Lifetime();
  life.run(() => Promise.resolve(), failed);
  life.run(() => Promise.reject(new CallOver()), failed);
  life.run(() => Promise.reject(new RangeError('told')), failed);
  await settle();
  life.run(() => Promise.reject(new RangeError('not told')), failed);
  life.end();
  await settle();
  assert.deepEqual(
    failures.map((error) => (error as Error).message),
    ['told'],
  );
});
