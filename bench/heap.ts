/** A program of its own, with --expose-gc: registers 1,000 UAs and prints the bytes of heap that each of them has. */
import type { Contender, Phone } from './contenders/contender.ts';

const COUNT = 1_000;
const file = process.argv[2];
if (!file || !globalThis.gc) throw new Error('--expose-gc heap.ts <a contender>');
const { register } = (await import(file)) as Contender;
// What is made once for all of them is there before.
const phones: Phone[] = [await register()];
const before = heapUsed();
for (let i = 0; i < COUNT; i++) phones.push(await register());
console.log((heapUsed() - before) / COUNT);
// They keep timers.
process.exit();

function heapUsed(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
