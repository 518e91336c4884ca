/** A program of its own: loads a contender, reads one message, and prints how long each took, in ms. */
import { INVITE } from './contenders/data.ts';
import type { Contender } from './contenders/contender.ts';

const file = process.argv[2];
if (!file) throw new Error('first-message.ts <a contender>');
const start = performance.now();
const library = (await import(file)) as Contender;
const loaded = performance.now();
library.parse(INVITE);
const read = performance.now();
console.log(JSON.stringify({ evaluate: loaded - start, first: read - loaded }));
