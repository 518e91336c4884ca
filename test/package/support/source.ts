/** What the source of an element says, to hold its manifest against it. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packed } from './packed.ts';

const components = path.join(packed.source, 'components');
const read = (file: string) => readFileSync(path.join(components, file), 'utf8');

/** All of the elements' source. */
export const all = globSync('**/*.ts', { cwd: components }).map(read).join('\n');

/** What several elements show of, beside the files of their own. */
const shared = new Map([
  ['sip-phone', ['state-controller.ts', 'store/states.ts']],
  ['sip-call-button', ['state-controller.ts', 'store/states.ts', 'sip-call-button/private-phone.ts']],
]);

/** The files in which an element is drawn: its own, those beside it where it has a folder, its superclass. */
export function sourceOf(tag: string): string {
  const folder = globSync(`${tag}/*.ts`, { cwd: components }).filter(
    (file) => !file.endsWith('call-panel.ts'),
  );
  const own = folder.length > 0 ? folder : [`parts/${tag}.ts`];
  const text = [...own, ...(shared.get(tag) ?? [])].map(read).join('\n');
  return text.includes('extends SipActionButton') ? text + read('parts/action-button.ts') : text;
}

/** What of a text the groups of a pattern catch, once each, in order. */
export function found(text: string, ...patterns: RegExp[]): string[] {
  const names = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  return [...new Set(names)].sort();
}
