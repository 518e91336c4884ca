import { addHash, installSHA256 } from '../auth/hash.ts';
import '../debug-log.ts';
import { installFeatureHeaders } from '../grammar/feature-headers.ts';
import { installSDPReader } from '../message/incoming.ts';
import { installRareReasonPhrases } from '../message/rare-reason-phrases.ts';
import { readSessionDescription } from '../message/sdp-reader.ts';

/** They are the same for every UA. */
let installed = false;

/**
 * Installs what the full UA has and the small agent does without: SHA-256 and SHA-512/256, all of an SDP, the rules
 * of more headers, rare reason phrases, and, by its import, logs.
 */
export function installLibraries(): void {
  if (installed) return;
  installed = true;
  installSDPReader(readSessionDescription);
  installFeatureHeaders();
  installRareReasonPhrases();
  installSHA256();
  addHash('SHA-512-256', async () => (await import('../auth/sha512-256.ts')).sha512_256);
}
