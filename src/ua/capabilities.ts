/** What a UA can do. */
export interface Capabilities {
  /** The methods that it takes: the value of Allow. */
  readonly allow: string;
  /** The extensions that it knows: the value of Supported. */
  readonly supported: string;
}

/** The headers that tell all of it, as an answer to OPTIONS does (RFC 3261 section 11.2). */
export function describe({ allow, supported }: Capabilities): string[] {
  return [`Allow: ${allow}`, 'Accept: application/sdp, application/dtmf-relay', `Supported: ${supported}`];
}

/** Whether an option tag is known. */
export function supports({ supported }: Capabilities, tag: string): boolean {
  return supported.split(', ').includes(tag.toLowerCase());
}
