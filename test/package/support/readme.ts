/** The code blocks of README.md, as a reader copies them. */
import { readFileSync } from 'node:fs';
import { settings } from '../../../demo/kamailio/stack.ts';
import { webSocketUrls } from '../../interop/support/kamailio.ts';
import { packed } from './packed.ts';

/** Who answers in the stack, in the place of the shop's sales department. */
export const SALES = 'dave';

/** What a reader puts in for the examples: the URLs, the domain and the accounts of the stack. */
const standIns = (origin: string): Record<string, string> => ({
  [`https://cdn.example/sip-elements@${packed.version}/`]: `${origin}/`,
  'wss://sip.example.com/ws': webSocketUrls.ws,
  'stun:stun.example.com': `stun:${settings.ip}:3478`,
  'https://shop.example': origin,
  'example.com': settings.domain,
  sales: SALES,
});

/** The blocks that no test has asked for yet, as `<heading>: <language>`. */
export const unused = new Set<string>();

const sections = readFileSync(packed.readme, 'utf8').split(/^## /m);
const blocks = new Map<string, string[]>();
for (const section of sections) {
  const heading = section.slice(0, section.indexOf('\n'));
  for (const [, language = '', code = ''] of section.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    if (language === 'sh') continue;
    const key = `${heading}: ${language}`;
    const all = [...(blocks.get(key) ?? []), code];
    blocks.set(key, all);
    unused.add(`${key} ${all.length}`);
  }
}

/**
 * A code block of README.md with this stack's values in the place of the examples'.
 *
 * @param key `<heading>: <language>`
 * @param number which of those, from 1 on
 * @param origin of the page that it runs in
 */
export function block(key: string, number: number, origin: string): string {
  const code = blocks.get(key)?.[number - 1];
  if (code === undefined) throw new Error(`README.md has no block ${key} ${number}`);
  unused.delete(`${key} ${number}`);
  const own = Object.entries(standIns(origin)).reduce(
    (text, [example, value]) => text.replaceAll(example, value),
    code,
  );
  const [, user = ''] = /sip:(\w+)@/.exec(own) ?? [];
  return own.replace(/(["'])secret\1/g, `$1pass-${user}$1`);
}
