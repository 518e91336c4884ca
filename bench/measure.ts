/** How the bench measures time: always warm, always the median, always within bounds. */

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * How often a second each of several things can be done: the median of rounds of 250 ms, after 500 ms each to get
 * warm. A parser reads several times as many messages a second when it is warm as when it is cold. They take turns,
 * so that a busy moment of the machine meets all of them.
 */
export async function ratesInTurn<Name extends string>(
  runs: Record<Name, () => unknown>,
  rounds = 5,
): Promise<Record<Name, number>> {
  const names = Object.keys(runs) as Name[];
  const rates = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (const name of names) await perSecond(runs[name], 500);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) rates[name].push(await perSecond(runs[name], 250));
  }
  return Object.fromEntries(names.map((name) => [name, median(rates[name])])) as Record<Name, number>;
}

async function perSecond(run: () => unknown, ms: number): Promise<number> {
  const first = run();
  await first;
  return first instanceof Promise ? awaited(run, ms) : repeated(run, ms);
}

function repeated(run: () => unknown, ms: number): number {
  const start = performance.now();
  let count = 0;
  // The clock is asked once in 50 times, or it would be what is measured.
  while (performance.now() - start < ms) {
    for (let i = 0; i < 50; i++) run();
    count += 50;
  }
  return (count * 1000) / (performance.now() - start);
}

async function awaited(run: () => unknown, ms: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < ms) {
    for (let i = 0; i < 20; i++) await run();
    count += 20;
  }
  return (count * 1000) / (performance.now() - start);
}

/** The shortest of several times that `run` takes, in ms: what a machine with other things to do adds is left out. */
export function shortest(run: () => unknown, times: number): number {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Rejects when `promise` takes longer than `ms`. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
