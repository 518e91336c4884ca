/** A direction of a media line (RFC 8866 section 6.7). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** One media line, as far as a call cares. */
export interface MediaLine {
  /** `audio`, `video`, `application`, … */
  kind: string;
  /** Its own direction, else that of the session, else `sendrecv`. */
  direction: Direction;
  /** Its own address, else that of the session. */
  address: string | undefined;
  /** Refused or switched off. */
  rejected: boolean;
  /** Whether ICE is spoken, by an attribute of the line or of the session. */
  ice: boolean;
}

/** The session section, and that of each media line. */
const sectionsOf = (sdp: string) => sdp.split(/(?:\r\n|\r|\n)(?=m=)/);

/** Port 0, but for a bundle-only line, which has it too and lives (RFC 9143 section 6). */
const isRejected = (section: string) => /^m=\S+ 0 /.test(section) && !/^a=bundle-only/m.test(section);

/**
 * Reads what a call needs of a session description, tolerant of line ends; undefined where it is none. A handful of
 * facts, read at every offer and answer: `sdp-transform`, which reads all of it, is for applications (`parseSDP()`).
 */
export function readMediaLines(sdp: string): MediaLine[] | undefined {
  const [session = '', ...sections] = sectionsOf(sdp);
  // RFC 8866 section 5: "v=" comes first.
  if (!session.startsWith('v=0')) return undefined;
  return sections.map((section) => readMediaLine(session, section));
}

function readMediaLine(session: string, section: string): MediaLine {
  const [kind = ''] = section.slice('m='.length).split(' ');
  const read = (line: RegExp) => (line.exec(section) ?? line.exec(session))?.[1];
  return {
    kind,
    direction: (read(/^a=(sendrecv|sendonly|recvonly|inactive)[ \t]*$/m) ?? 'sendrecv') as Direction,
    address: read(/^c=IN IP[46] ([^\s/]+)/m),
    rejected: isRejected(section),
    ice: read(/^a=(ice-ufrag):/m) !== undefined,
  };
}

const isCallMedia = ({ kind, rejected }: MediaLine) => !rejected && (kind === 'audio' || kind === 'video');

/** Whether a line says that its sender does not want to hear us. */
function saysHold({ direction, address, ice }: MediaLine): boolean {
  // RFC 2543's hold is the address 0.0.0.0; with ICE that address is what a browser offers before it has gathered.
  return direction === 'sendonly' || direction === 'inactive' || (address === '0.0.0.0' && !ice);
}

/**
 * Whether the far end holds us, by its offer or answer (RFC 3264 section 8.4): every live audio and video line
 * says so.
 * @param ownOffer Our offer that `sdp` answers; absent where `sdp` is an offer.
 * @returns undefined where `sdp` says nothing about it.
 */
export function saysRemoteHold(sdp: string, ownOffer?: string): boolean | undefined {
  const own = ownOffer === undefined ? undefined : readMediaLines(ownOffer);
  const telling = (readMediaLines(sdp) ?? []).filter((line, index) => {
    if (!isCallMedia(line)) return false;
    // Where we did not want to hear them, their direction is no choice of theirs (RFC 3264 section 6.1).
    const offered = own?.[index]?.direction;
    return offered !== 'recvonly' && offered !== 'inactive';
  });
  return telling.length === 0 ? undefined : telling.every(saysHold);
}

/** Who holds whom. */
export interface HoldState {
  /** We hold the far end. */
  local: boolean;
  /** The far end holds us. */
  remote: boolean;
}

/** What a direction of ours becomes under holds (RFC 3264 section 8.4, RFC 6337 section 5.3). */
export function heldDirection(direction: Direction, { local, remote }: HoldState): Direction {
  return directionOf(sends(direction) && !remote, receives(direction) && !local);
}

/** Whether who has this direction sends media. */
export function sends(direction: RTCRtpTransceiverDirection | null | undefined): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

/** Whether who has this direction takes media. */
export function receives(direction: RTCRtpTransceiverDirection | null | undefined): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

/** The direction of who sends, or takes, or does both, or neither. */
export function directionOf(send: boolean, receive: boolean): Direction {
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}

/**
 * Rewrites the directions of our own offer or answer under holds; every other line stays to the letter.
 * An offer of ours has a direction line in each section: browsers write them.
 */
export function withHold(sdp: string, hold: HoldState): string {
  if (!hold.local && !hold.remote) return sdp;
  let inCallMedia = false;
  return sdp
    .split('\r\n')
    .map((line) => {
      if (line.startsWith('m=')) inCallMedia = line.startsWith('m=audio') || line.startsWith('m=video');
      const direction = /^a=(sendrecv|sendonly|recvonly|inactive)$/.exec(line)?.[1];
      return inCallMedia && direction ? `a=${heldDirection(direction as Direction, hold)}` : line;
    })
    .join('\r\n');
}

/** Whether a description has a live line of a kind. */
export function offersKind(sdp: string, kind: 'audio' | 'video'): boolean {
  return sectionsOf(sdp).some((section) => section.startsWith(`m=${kind} `) && !isRejected(section));
}
