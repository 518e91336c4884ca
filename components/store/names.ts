/** The other party as a person reads it. All of it is text of a peer: never markup, and never long. */
import type { CoreSession } from './core.ts';

/** How many characters of a name are shown and said; a header may have 64 KB of them. */
const LONGEST = 80;

/** The name that a session tells: that of a trusted server (RFC 3325), else the party's own; null where there is none. */
export function toldName({ asserted_identity = [], remote_identity }: CoreSession): string | null {
  const names = [...asserted_identity, remote_identity].map(({ display_name }) =>
    shortened(display_name ?? ''),
  );
  return names.find(Boolean) ?? null;
}

/** The party of a session: its name, else the user part, else the whole address. */
export function nameOf(session: CoreSession): string {
  const { uri } = session.remote_identity;
  return toldName(session) ?? shortened(uri.user || uri.toString());
}

/** The called party, before anybody has told a name. */
export function nameOfTarget(target: string): string {
  const address = target.trim().replace(/^(sips?|tel):/i, '');
  return shortened(address.split(/[@;?]/)[0] || address);
}

/**
 * What of a name can be shown: not all of a long one, and nothing in it that turns the sentence round in which it stands
 * (Unicode Standard Annex 9: with those characters it could leave even a `<bdi>`).
 */
export function shortened(name: string): string {
  const shown = name.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ').trim();
  const characters = [...shown];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : shown;
}
