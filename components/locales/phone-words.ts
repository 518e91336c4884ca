import type { Dictionary } from './dictionary.ts';
import { Words } from './words.ts';

/** All that the elements say. Each language brings the button's words with it. */
export const phoneWords = new Words<Dictionary>({
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
});
