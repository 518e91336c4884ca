/** Whether the user agreed to calls, remembered for the session of the browser (sessionStorage) and no longer. */

const KEY = 'sip-elements:consent';

/** Where nothing can be stored it is remembered as long as the page. */
const here = new Set<string>();

/** Whether the user agreed to this text. Another text is another question. */
export function hasAgreed(text: string): boolean {
  return here.has(text) || stored().includes(text);
}

/** The user agreed to this text. */
export function rememberConsent(text: string): void {
  here.add(text);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...new Set([...stored(), text])]));
  } catch {
    // A page that may not store anything.
  }
}

/** Asks again from now on; for tests. */
export function forgetConsent(): void {
  here.clear();
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

function stored(): unknown[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
