/**
 * For tests of the look, in Chromium: a page is seen as somebody else would see it, and pictures and texts are held
 * against those in the repository. With UPDATE_BASELINES they are written instead.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Page, SerializedAXNode } from 'puppeteer-core';

/** How somebody sees a page. */
export interface Eyes {
  dark?: boolean;
  forced?: boolean;
  /** Whether things may move. */
  motion?: boolean;
  width: number;
  height: number;
}

/** What the page asks for; `name` is a path below test/visual/baselines, without its ending. */
export type VisualCommand =
  | { do: 'see'; eyes: Eyes }
  | { do: 'picture' }
  | { do: 'compare'; name: string }
  | { do: 'tree'; name: string };

/** How much of a picture may be different, in pixels: fonts are drawn a little differently by each version. */
const TOLERANCE = 0.0005;

/** The space between the pictures of a sheet, in pixels. */
const GAP = 8;

const folder = path.join(import.meta.dirname, '..', 'visual');
const updates = process.env['UPDATE_BASELINES'] === '1';

/** What it answers: what is wrong, or null. */
export interface Verdict {
  wrong: string | null;
}

/** The plugin for @web/test-runner, with the command `visual`. */
export function visualPlugin(): TestRunnerPlugin<VisualCommand> {
  let taken: PNG[] = [];
  const sees = seeing();
  return {
    name: 'visual',
    async executeCommand({ command, payload, session }): Promise<Verdict | undefined> {
      if (command !== 'visual' || !payload) return undefined;
      const { browser } = session as unknown as { browser: { getPage(id: string): Page } };
      const page = browser.getPage(session.id);
      switch (payload.do) {
        case 'see':
          await sees(page, payload.eyes);
          break;
        case 'picture':
          taken.push(PNG.sync.read(Buffer.from(await page.screenshot({ captureBeyondViewport: false }))));
          break;
        case 'compare': {
          const sheet = sheetOf(taken);
          taken = [];
          return { wrong: compare(payload.name, sheet) };
        }
        case 'tree':
          return {
            wrong: compareText(
              payload.name,
              treeOf(await page.accessibility.snapshot({ interestingOnly: false })),
            ),
          };
      }
      return { wrong: null };
    },
  };
}

/** By CDP: Puppeteer's own method knows no forced colours. */
function seeing() {
  const sessions = new WeakMap<Page, ReturnType<Page['createCDPSession']>>();
  return async (page: Page, { dark = false, forced = false, motion = false, width, height }: Eyes) => {
    const session = sessions.get(page) ?? page.createCDPSession();
    sessions.set(page, session);
    const cdp = await session;
    await cdp.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'forced-colors', value: forced ? 'active' : 'none' },
        { name: 'prefers-reduced-motion', value: motion ? 'no-preference' : 'reduce' },
      ],
    });
    await cdp.send('Emulation.setTimezoneOverride', { timezoneId: 'UTC' }).catch(() => {});
    await page.setViewport({ width, height, deviceScaleFactor: 1 });
  };
}

/** All pictures side by side, in fewer colours than the eye tells apart: shadows and fonts take most of a file. */
function sheetOf(pictures: readonly PNG[]): PNG {
  const width = pictures.reduce((sum, picture) => sum + picture.width + GAP, -GAP);
  const sheet = new PNG({ width, height: Math.max(...pictures.map(({ height }) => height)), fill: true });
  sheet.data.fill(0xff);
  let left = 0;
  for (const picture of pictures) {
    PNG.bitblt(picture, sheet, 0, 0, picture.width, picture.height, left, 0);
    left += picture.width + GAP;
  }
  for (let at = 0; at < sheet.data.length; at++) sheet.data[at]! |= 0x07;
  return sheet;
}

function compare(name: string, sheet: PNG): string | null {
  const file = path.join(folder, 'baselines', `${name}.png`);
  const failed = path.join(folder, 'failed', `${name}.png`);
  if (updates) return write(file, pack(sheet));
  rmSync(failed, { force: true });
  const what = differenceOf(file, sheet, failed);
  if (!what) return null;
  write(failed, pack(sheet));
  return `${name} looks different: ${what}. See test/visual/failed; npm run test:visual -- --update accepts it.`;
}

function differenceOf(file: string, sheet: PNG, failed: string): string | null {
  if (!existsSync(file)) return 'there is no picture of it yet';
  const baseline = PNG.sync.read(readFileSync(file));
  const { width, height } = baseline;
  if (width !== sheet.width || height !== sheet.height)
    return `${sheet.width} × ${sheet.height} pixels instead of ${width} × ${height}`;
  const difference = new PNG({ width, height });
  const count = pixelmatch(baseline.data, sheet.data, difference.data, width, height, { threshold: 0.1 });
  if (count <= width * height * TOLERANCE) return null;
  write(failed.replace(/\.png$/, '.difference.png'), pack(difference));
  return `${count} pixels`;
}

function compareText(name: string, text: string): string | null {
  const file = path.join(folder, 'baselines', `${name}.txt`);
  if (updates) return write(file, text);
  const baseline = existsSync(file) ? readFileSync(file, 'utf8') : '(none yet)';
  return baseline === text ? null : `${name} was\n${baseline}\nand is\n${text}`;
}

/** What Chromium has in its tree that assistive technology is told nothing of. */
const SILENT = ['none', 'generic', 'InlineTextBox', 'LabelText', 'RootWebArea', 'SvgRoot'];

/** What is another at each run. */
const ACCIDENTAL = ['backendNodeId', 'loaderId'];

/** What assistive technology is told: a line for each node, with its role, its name, and all else. */
function treeOf(node: SerializedAXNode | null, indent = ''): string {
  if (!node) return '';
  const { role, name, children = [], ...rest } = node;
  const silent = SILENT.includes(role) || (role === 'StaticText' && !name?.trim());
  const inside = children.map((child) => treeOf(child, silent ? indent : `${indent}  `)).join('');
  if (silent) return inside;
  const told = Object.entries(rest)
    .filter(([key, value]) => !ACCIDENTAL.includes(key) && /string|number|boolean/.test(typeof value))
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}=${String(value)}`))
    .sort();
  return `${indent}${role}${name?.trim() ? ` "${name.trim()}"` : ''}${told.join('')}\n${inside}`;
}

function write(file: string, contents: Buffer | string): null {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return null;
}

/** Without an alpha channel, which nothing here has; the rest is what makes the smallest files of flat colours. */
function pack(sheet: PNG): Buffer {
  return PNG.sync.write(sheet, { colorType: 2, deflateLevel: 9, filterType: 0, deflateStrategy: 0 });
}
