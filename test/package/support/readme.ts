/** The code blocks of README.md, as a reader copies them. */
import { readFileSync } from 'node:fs';
import { settings } from '../../../demo/kamailio/stack.ts';
import { webSocketUrls } from '../../interop/support/kamailio.ts';
import { blocksOf } from './blocks.ts';
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

const blocks = blocksOf(readFileSync(packed.readme, 'utf8'));

/** The blocks that no test has asked for yet. */
export const unused = new Set(blocks.keys());

/**
 * A code block of README.md with this stack's values in the place of the examples'.
 *
 * @param key `<heading>: <language>`
 * @param number which of those, from 1 on
 * @param origin of the page that it runs in
 */
export function block(key: string, number: number, origin: string): string {
  const name = `${key} ${number}`;
  const code = blocks.get(name);
  if (code === undefined) throw new Error(`README.md has no block ${name}`);
  unused.delete(name);
  const own = Object.entries(standIns(origin)).reduce(
    (text, [example, value]) => text.replaceAll(example, value),
    code,
  );
  const [, user = ''] = /sip:(\w+)@/.exec(own) ?? [];
  return own.replace(/(["'])secret\1/g, `$1pass-${user}$1`);
}
