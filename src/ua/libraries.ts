import createDebug from 'debug';
import { addHash } from '../auth/hash.ts';
import { installLog } from '../log.ts';
import { installSDPReader } from '../message/incoming.ts';
import { readSessionDescription } from '../message/sdp-reader.ts';

/** Installs what the full UA has and the small agent does without: logs, SHA-512/256, all of an SDP. */
export function installLibraries(): void {
  installLog(createDebug);
  installSDPReader(readSessionDescription);
  addHash('SHA-512-256', async () => (await import('../auth/sha512-256.ts')).sha512_256);
}
