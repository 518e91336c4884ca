import { URI } from '../grammar/uri.ts';
import { randomToken } from '../random.ts';

/** Where this UA can be reached: the Contact of its requests (RFC 3261 section 8.1.1.8, RFC 5627). */
export class Contact {
  /** The one of this connection. */
  readonly uri: URI;
  /** The public GRUU that the registrar gave: it leads here whichever socket is in use. */
  pub_gruu: string | null = null;
  /** The temporary one, which does not tell who we are. */
  temp_gruu: string | null = null;

  /** @param uri Of the configuration; a random one at a name that cannot exist (RFC 7118 section 5.3) by default. */
  constructor(uri: URI | null, viaHost: string) {
    this.uri = uri ?? new URI('sip', randomToken(8), viaHost, null, { transport: 'ws' });
  }

  /**
   * The value of a Contact header.
   * @param options `anonymous`: tells nobody's name. `outbound`: for a dialog; marks the flow (RFC 5626 section
   * 5.4.1) where there is no GRUU, which needs no mark and survives the socket.
   */
  toString({
    anonymous = false,
    outbound = false,
  }: { anonymous?: boolean; outbound?: boolean } = {}): string {
    const gruu = anonymous ? this.temp_gruu : this.pub_gruu;
    const own = anonymous ? 'sip:anonymous@anonymous.invalid;transport=ws' : this.uri.toString();
    return `<${gruu ?? own}${outbound && !gruu ? ';ob' : ''}>`;
  }
}
