import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Emitter } from '../src/emitter.ts';

type Events = { ring: [times: number]; stop: [] };

/** Catches what a browser would report as uncaught. */
function reported(t: TestContext): unknown[] {
  const errors: unknown[] = [];
  const before = globalThis.reportError;
  globalThis.reportError = (error) => void errors.push(error);
  t.after(() => (globalThis.reportError = before));
  return errors;
}

test('listeners run in the order in which they were added, with the arguments of the event', () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  emitter
    .on('ring', (times) => heard.push(`a ${times}`))
    .addListener('ring', (times) => heard.push(`b ${times}`));
  assert.equal(emitter.emit('ring', 2), true);
  assert.equal(emitter.emit('stop'), false);
  assert.deepEqual(heard, ['a 2', 'b 2']);
});

test('a listener of once() runs once, also where it emits itself', () => {
  const emitter = new Emitter<Events>();
  let heard = 0;
  emitter.once('stop', () => {
    heard += 1;
    emitter.emit('stop');
  });
  emitter.emit('stop');
  assert.equal(heard, 1);
  assert.equal(emitter.listenerCount('stop'), 0);
});

test('once() takes only itself away, not another listener of the same function', () => {
  const emitter = new Emitter<Events>();
  let heard = 0;
  const listener = () => (heard += 1);
  emitter.once('stop', listener).on('stop', listener);
  emitter.emit('stop');
  assert.equal(heard, 2);
  emitter.emit('stop');
  emitter.emit('stop');
  assert.equal(heard, 4);
});

test('off() takes the newest of equal listeners, or all of the event; unknown ones change nothing', () => {
  const emitter = new Emitter<Events>();
  const listener = () => {};
  emitter.on('stop', listener).on('stop', listener);
  emitter.off('stop', () => {});
  emitter.off('ring', listener);
  assert.equal(emitter.listenerCount('stop'), 2);
  emitter.off('stop', listener);
  assert.deepEqual(emitter.listeners('stop'), [listener]);
  emitter.on('stop', listener).off('stop');
  assert.deepEqual(emitter.listeners('stop'), []);
  emitter.on('stop', listener).removeListener('stop', listener);
  assert.equal(emitter.listenerCount('stop'), 0);
});

test('removeAllListeners() takes those of one event, or of every event', () => {
  const emitter = new Emitter<Events>();
  emitter.on('ring', () => {}).on('stop', () => {});
  emitter.removeAllListeners('ring');
  assert.equal(emitter.listenerCount('ring'), 0);
  assert.equal(emitter.listenerCount('stop'), 1);
  emitter.on('ring', () => {}).removeAllListeners();
  assert.equal(emitter.listenerCount('ring') + emitter.listenerCount('stop'), 0);
});

test('a listener that is added or taken away while the event runs changes the next one', () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const last = () => heard.push('last');
  emitter.once('stop', () => {
    heard.push('first');
    emitter.off('stop', last).on('stop', () => heard.push('new'));
  });
  emitter.on('stop', last);
  emitter.emit('stop');
  emitter.emit('stop');
  assert.deepEqual(heard, ['first', 'last', 'new']);
});

test('an AbortSignal takes its listener away, and only that one', () => {
  const emitter = new Emitter<Events>();
  const stop = new AbortController();
  let heard = 0;
  const listener = () => (heard += 1);
  emitter.on('stop', listener, { signal: stop.signal }).on('stop', listener);
  emitter.once('stop', listener, { signal: stop.signal });
  stop.abort();
  emitter.emit('stop');
  assert.equal(heard, 1);
  emitter.on('stop', listener, { signal: stop.signal });
  assert.equal(emitter.listenerCount('stop'), 1, 'a signal that has aborted adds nothing');
});

test('a signal that lives on does not hold listeners that are gone', (t) => {
  const emitter = new Emitter<Events>();
  const { signal } = new AbortController();
  const added = t.mock.method(signal, 'addEventListener');
  const removed = t.mock.method(signal, 'removeEventListener');
  const listener = () => {};
  emitter.on('stop', listener, { signal }).off('stop', listener);
  emitter.once('stop', listener, { signal }).emit('stop');
  emitter.on('ring', listener, { signal }).removeAllListeners();
  assert.equal(added.mock.callCount(), 3);
  assert.equal(removed.mock.callCount(), 3);
});

test('a listener that throws breaks nothing, and its error is reported as an uncaught one', (t) => {
  const errors = reported(t);
  const emitter = new Emitter<Events>();
  const mistake = new Error('of the application');
  let heard = 0;
  emitter.on('stop', () => {
    throw mistake;
  });
  emitter.on('stop', () => (heard += 1));
  assert.equal(emitter.emit('stop'), true);
  assert.equal(heard, 1);
  assert.deepEqual(errors, [mistake]);
});

test('where there is no reportError, as in Node.js, the error is thrown apart from the emitter', (t) => {
  const before = globalThis.reportError;
  t.after(() => (globalThis.reportError = before));
  Reflect.deleteProperty(globalThis, 'reportError');
  const later = t.mock.method(globalThis, 'queueMicrotask', () => {});
  const emitter = new Emitter<Events>();
  emitter.on('stop', () => {
    throw new Error('of the application');
  });
  assert.equal(emitter.emit('stop'), true);
  const [task] = (later.mock.calls[0]?.arguments ?? []) as unknown as [() => void];
  assert.throws(task, /of the application/);
});

test('what is no function is no listener', () => {
  const emitter = new Emitter<Events>();
  assert.throws(() => emitter.on('stop', undefined as unknown as () => void), /listener of "stop"/);
  assert.throws(() => emitter.once('stop', {} as unknown as () => void), TypeError);
});
