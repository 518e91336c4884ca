import { SipError, type ErrorCode } from '../errors.ts';

/** What of Permissions Policy can be asked by a page; Chromium only, hence not in TypeScript's library. */
interface PolicyDocument {
  featurePolicy?: { allowsFeature(feature: string): boolean };
}

/**
 * Tells apart why getUserMedia gave no microphone. Browsers have one `NotAllowedError` for "closed the question",
 * "blocked" and "the page's policy forbids it"; the state of the permission afterwards tells them apart.
 *
 * @param cause what getUserMedia rejected with
 * @param unsupported why no microphone could be asked for at all, or null
 */
export async function microphoneError(cause: unknown, unsupported: ErrorCode | null): Promise<SipError> {
  const name = cause instanceof Error ? cause.name : '';
  const code = unsupported ?? BY_NAME[name] ?? (await refusal());
  return new SipError(code, cause instanceof Error && cause.message ? `(${cause.message})` : undefined, {
    cause,
  });
}

/** The rejections of getUserMedia that mean one thing (Media Capture and Streams, section 9.2.2). */
const BY_NAME: Record<string, ErrorCode> = {
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
  SecurityError: 'microphone-policy',
};

async function refusal(): Promise<ErrorCode> {
  const { featurePolicy } = (globalThis.document ?? {}) as PolicyDocument;
  if (featurePolicy?.allowsFeature('microphone') === false) return 'microphone-policy';
  const status = await permission();
  return status === 'prompt' ? 'microphone-dismissed' : 'microphone-blocked';
}

/** The state of the microphone's permission, or undefined where the browser does not tell. */
export async function permission(): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' as PermissionName })).state;
  } catch {
    return undefined;
  }
}
