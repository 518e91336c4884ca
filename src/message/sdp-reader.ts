import { createLog } from '../log.ts';
import { parse, type SessionDescription } from 'sdp-transform';

const debug = createLog('sip-elements:message:sdp-reader');

/** Reads all of an SDP; undefined where the text is none. */
export function readSessionDescription(text: string): SessionDescription | undefined {
  try {
    const description = parse(text);
    // sdp-transform takes anything, and gives a description without version where the text is no SDP.
    return description.version === undefined ? undefined : description;
  } catch (error) {
    debug('no SDP: %O', error);
    return undefined;
  }
}
