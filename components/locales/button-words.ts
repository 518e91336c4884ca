import { Words } from './words.ts';
import type { ButtonWords } from './dictionary.ts';

/** What a call button says before its phone is there. */
export const buttonWords = new Words<ButtonWords>({
  en: () => import('./button/en.ts'),
  de: () => import('./button/de.ts'),
  fr: () => import('./button/fr.ts'),
  es: () => import('./button/es.ts'),
  ar: () => import('./button/ar.ts'),
  zh: () => import('./button/zh.ts'),
});
