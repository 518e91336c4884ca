/** How a call sounds, as far as a user must know. Pure. */
import type { QualityGrade } from '../../src/media/mos.ts';
import type { QualityWarningName } from '../../src/media/quality-warnings.ts';

/** The quality of a call at one moment. */
export interface CallQuality {
  /** How it has sounded in the last seconds; null where that is not known. */
  readonly grade: QualityGrade | null;
  /** What is wrong with it at present. */
  readonly warnings: readonly QualityWarningName[];
  /** It got poor or bad, and has not been good since. Between the two a user is told nothing. */
  readonly troubled: boolean;
}

/** What keeps one side from being heard at all. */
export type SoundTrouble = Extract<QualityWarningName, 'no-media' | 'microphone-silent' | 'remote-silent'>;

/** The worst that is wrong with the sound of a call; undefined where both sides are heard. */
export function troubleOf({ warnings }: CallQuality): SoundTrouble | undefined {
  const troubles = ['no-media', 'microphone-silent', 'remote-silent'] as const;
  return troubles.find((trouble) => warnings.includes(trouble));
}

/** A call that was not measured yet. */
export const UNKNOWN_QUALITY: CallQuality = { grade: null, warnings: [], troubled: false };

/** The quality after one more second; the same object where nothing has changed. */
export function nextQuality(
  before: CallQuality,
  grade: QualityGrade | null,
  warnings: readonly QualityWarningName[],
): CallQuality {
  if (grade === before.grade && warnings.join() === before.warnings.join()) return before;
  return { grade, warnings, troubled: isTroubled(before, grade) };
}

function isTroubled({ troubled }: CallQuality, grade: QualityGrade | null): boolean {
  if (grade === 'poor' || grade === 'bad') return true;
  return grade === 'fair' || grade === null ? troubled : false;
}
