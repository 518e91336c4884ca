/** How a scene is looked at: light, dark, in forced colours, from right to left, and in a window of 320 CSS pixels. */
import { executeServerCommand } from '@web/test-runner-commands';
import { buttonWords } from '../../components/locales/button-words.ts';
import { phoneWords } from '../../components/locales/phone-words.ts';
import type { Eyes, Verdict, VisualCommand } from '../support/visual-plugin.ts';

const page = document.documentElement;

/** The font is named, or each machine would have its own; what blinks does not; a shadow is half of a file. */
const SHEET = `
  html { color-scheme: light dark; background: light-dark(#fff, #14171a); color: light-dark(#171b20, #eef1f5); --sip-panel-shadow: none; }
  body { margin: 0; font: 16px/1.5 'DejaVu Sans', sans-serif; caret-color: transparent; }
  main { padding: 16px; }
  a { color: inherit; }
`;

/** Prepares the page: its style, and the words of both languages. */
export async function prepare(): Promise<void> {
  const style = document.createElement('style');
  style.textContent = SHEET;
  document.head.append(style);
  page.lang = 'en';
  await Promise.all([buttonWords, phoneWords].flatMap((words) => [words.load('en'), words.load('ar')]));
}

/** Asks the test runner for something; throws what it finds wrong. */
async function ask(command: VisualCommand): Promise<void> {
  const verdict = await executeServerCommand<Verdict, VisualCommand>('visual', command);
  if (verdict?.wrong) throw new Error(verdict.wrong);
}

/** Two frames: what was asked for is drawn, and what that asked for, too. */
export function frames(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

/** Has the page seen by somebody. */
export async function see(eyes: Eyes): Promise<void> {
  await ask({ do: 'see', eyes });
  await frames();
}

/** Light, English, in a window of this size. */
export async function seePlainly(width: number, height: number): Promise<void> {
  page.lang = 'en';
  page.dir = '';
  await see({ width, height });
}

/** Takes a picture of what is there in each of the five looks, and holds the sheet against its baseline. */
export async function compareLooks(name: string, width: number, height: number): Promise<void> {
  const picture = async (eyes: Partial<Eyes>) => {
    await see({ width, height, ...eyes });
    await ask({ do: 'picture' });
  };
  try {
    await picture({});
    await picture({ dark: true });
    await picture({ forced: true, dark: true });
    [page.lang, page.dir] = ['ar', 'rtl'];
    await picture({});
    [page.lang, page.dir] = ['en', ''];
    await picture({ width: 320, height: Math.max(height, 480) });
  } finally {
    await seePlainly(width, height);
  }
  await ask({ do: 'compare', name });
}

/** Holds what assistive technology is told against its baseline. */
export async function compareTree(name: string): Promise<void> {
  await ask({ do: 'tree', name });
}
