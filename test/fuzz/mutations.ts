import { CORPUS, EVERYDAY } from './corpus.ts';
import type { SeededRandom } from './random.ts';

type Mutation = (octets: Uint8Array, random: SeededRandom) => Uint8Array;

/** What parsers stumble over: ends of lines, ends of quotes, odd numbers, odd Unicode. */
const ODD = [
  '\r\n',
  '\r',
  '\n',
  '\0',
  '\r\n\r\n',
  '\r\n ',
  '\r\n\t',
  ' ',
  '"',
  '\\',
  '\\"',
  '\\\0',
  '<',
  '>',
  ';',
  ',',
  '=',
  ':',
  '%',
  '%00',
  '%0D%0AX: y',
  '%ff',
  '[',
  ']',
  '(',
  '?',
  '&',
  '*',
  ';tag=',
  ';tag="\0"',
  'SIP/2.0',
  '-1',
  '0x10',
  '2147483648',
  '4294967296',
  '99999999999999999999999999999999',
  '1e999',
  '__proto__',
  'constructor',
  '\u0000',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\u0130',
  '\u{1f4de}',
  'é',
].map((text) => new TextEncoder().encode(text));

function splice(octets: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  const tail = octets.subarray(at + remove);
  const result = new Uint8Array(at + insert.length + tail.length);
  result.set(octets.subarray(0, at));
  result.set(insert, at);
  result.set(tail, at + insert.length);
  return result;
}

/** Where the lines of a message begin. */
function lineStarts(octets: Uint8Array): number[] {
  const starts = [0];
  for (let at = octets.indexOf(10); at >= 0; at = octets.indexOf(10, at + 1)) starts.push(at + 1);
  return starts;
}

function pickLine(octets: Uint8Array, random: SeededRandom): { start: number; line: Uint8Array } {
  const starts = lineStarts(octets);
  const index = random.below(starts.length);
  const start = starts[index] ?? 0;
  return { start, line: octets.subarray(start, starts[index + 1] ?? octets.length) };
}

const MUTATIONS: Mutation[] = [
  function flipBit(octets, random) {
    const copy = octets.slice();
    const at = random.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    return copy;
  },
  function insertOctet(octets, random) {
    return splice(octets, random.below(octets.length + 1), 0, Uint8Array.of(random.below(256)));
  },
  function removeOctets(octets, random) {
    return splice(octets, random.below(octets.length), 1 + random.below(8), new Uint8Array());
  },
  function insertOdd(octets, random) {
    return splice(octets, random.below(octets.length + 1), 0, random.pick(ODD));
  },
  function replaceByOdd(octets, random) {
    return splice(octets, random.below(octets.length), 1 + random.below(4), random.pick(ODD));
  },
  function insertOddIntoLine(octets, random) {
    // By line first: a short header is as likely as a long body.
    const { start, line } = pickLine(octets, random);
    return splice(octets, start + random.below(line.length + 1), 0, random.pick(ODD));
  },
  function replaceInLineByOdd(octets, random) {
    const { start, line } = pickLine(octets, random);
    return splice(octets, start + random.below(line.length + 1), 1 + random.below(3), random.pick(ODD));
  },
  function spliceTwo(octets, random) {
    const other = random.pick(CORPUS);
    const head = octets.subarray(0, random.below(octets.length + 1));
    return splice(head, head.length, 0, other.subarray(random.below(other.length)));
  },
  function duplicateLine(octets, random) {
    const { line } = pickLine(octets, random);
    return splice(octets, pickLine(octets, random).start, 0, line);
  },
  function removeLine(octets, random) {
    const { start, line } = pickLine(octets, random);
    return splice(octets, start, line.length, new Uint8Array());
  },
  function lineOfAnother(octets, random) {
    const { line } = pickLine(random.pick(CORPUS), random);
    return splice(octets, pickLine(octets, random).start, 0, line);
  },
  function hugeNumber(octets, random) {
    const digits = [...octets.keys()].filter((at) => isDigit(octets[at]));
    if (digits.length === 0) return octets;
    const number = new TextEncoder().encode(String(10 ** random.below(30)).replace('e+', ''));
    return splice(octets, random.pick(digits), 1, number);
  },
  function foldLine(octets, random) {
    const spaces = [...octets.keys()].filter((at) => octets[at] === 0x20);
    if (spaces.length === 0) return octets;
    return splice(octets, random.pick(spaces), 0, new TextEncoder().encode('\r\n'));
  },
  function repeatPiece(octets, random) {
    const at = random.below(octets.length);
    const piece = octets.subarray(at, at + 1 + random.below(16));
    const times = 1 + random.below(50);
    const repeated = new Uint8Array(piece.length * times);
    for (let i = 0; i < times; i++) repeated.set(piece, i * piece.length);
    return splice(octets, at, 0, repeated);
  },
  function cutOff(octets, random) {
    return octets.subarray(0, random.below(octets.length));
  },
];

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}

/** One to four mutations of `octets`. */
export function mutate(octets: Uint8Array, random: SeededRandom): Uint8Array {
  let mutated = octets;
  for (let left = 1 + random.below(4); left > 0 && mutated.length > 0; left--) {
    mutated = random.pick(MUTATIONS)(mutated, random);
  }
  return mutated;
}

/** A message of the corpus, mutated. */
export function mangledMessage(random: SeededRandom): Uint8Array {
  return mutate(random.pick(random.chance(0.5) ? EVERYDAY : CORPUS), random);
}
