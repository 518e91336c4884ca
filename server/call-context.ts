/**
 * What a site says of a call, signed: who calls, whom they may call, from which page, until when, and facts of the
 * site's own. It travels in a header of the INVITE, where a proxy checks it and the agent's side reads it. It is signed,
 * not hidden: the visitor can read it, too.
 *
 *     X-Call-Context: user=visitor-1f9c;exp=1790000000;targets=sales@shop.example;page=…;order=4711;hmac=…
 *
 * Values are percent-encoded; `hmac` is the HMAC-SHA256 of all that stands before `;hmac=`, in Base64 for URLs.
 */
import { EVERYBODY, isAddress, isUser } from './address.ts';
import { base64url, hmac, isSame } from './hmac.ts';

/** The name of the header. */
export const CALL_CONTEXT = 'X-Call-Context';

/** What is said of a call. */
export interface CallContext {
  /** Who calls: the user part of the account. */
  readonly user: string;
  /** Until when it holds, in seconds since 1970. */
  readonly expires: number;
  /** Whom the account may call, each as `user@domain`; `*` is everybody. */
  readonly targets: readonly string[];
  /** From which page; empty where that is not known. */
  readonly page: string;
  /** The site's own: an order number, a language. Names are of `a-z`, digits, `-` and `_`; values are any text. */
  readonly facts: Readonly<Record<string, string>>;
}

/** The longest value of a fact, in characters: headers are for hints, not for documents. */
const LONGEST = 512;

const OWN = new Set(['user', 'exp', 'targets', 'page', 'hmac']);

/**
 * The value of the header that says this.
 *
 * @param secret shared with who checks it
 * @throws {TypeError} for a user, target or fact that cannot be written
 */
export async function signCallContext(context: CallContext, secret: string): Promise<string> {
  const { user, expires, targets, page, facts } = context;
  if (!isUser(user)) throw new TypeError(`user: "${user}" cannot be one as it is`);
  const wrong = targets.find((target) => target !== EVERYBODY && !isAddress(target));
  if (wrong !== undefined) throw new TypeError(`targets: "${wrong}" is no user@domain`);
  const fields = [`user=${user}`, `exp=${expires}`, `targets=${targets.join('|')}`];
  if (page !== '') fields.push(`page=${escaped(page)}`);
  for (const [name, value] of Object.entries(facts)) fields.push(fact(name, value));
  const text = fields.join(';');
  return `${text};hmac=${base64url(await hmac('SHA-256', secret, text))}`;
}

function fact(name: string, value: string): string {
  if (!/^[a-z][a-z0-9_-]*$/.test(name) || OWN.has(name))
    throw new TypeError(`facts: "${name}" cannot be a name`);
  if (typeof value !== 'string' || value.length > LONGEST)
    throw new TypeError(`facts: ${name} is no text of at most ${LONGEST} characters`);
  return `${name}=${escaped(value)}`;
}

/** An apostrophe would begin a quoted value to Kamailio. */
function escaped(value: string): string {
  return encodeURIComponent(value).replaceAll("'", '%27');
}

/**
 * What a header says, or null where it was not signed with this secret, or holds no longer. For the agent's side;
 * the proxy checks it by itself.
 *
 * @param header its value
 * @param now milliseconds since 1970
 */
export async function readCallContext(
  header: string,
  secret: string,
  now = Date.now(),
): Promise<CallContext | null> {
  const end = header.lastIndexOf(';hmac=');
  const text = header.slice(0, Math.max(end, 0));
  const signature = header.slice(end + ';hmac='.length);
  if (!isSame(signature, base64url(await hmac('SHA-256', secret, text)))) return null;
  let fields: [name: string, value: string][];
  try {
    fields = text.split(';').map(field);
  } catch {
    // An escape that is none: another program has signed it.
    return null;
  }
  const { user = '', exp = '', targets = '', page = '', ...facts } = Object.fromEntries(fields);
  const expires = Number(exp);
  if (!(expires * 1000 > now)) return null;
  return { user, expires, targets: targets === '' ? [] : targets.split('|'), page, facts };
}

function field(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  return [text.slice(0, equals), decodeURIComponent(text.slice(equals + 1))];
}
