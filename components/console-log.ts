import { installLog } from '../src/log.ts';
import { withoutSecrets } from '../src/secrets.ts';

/** Whether a namespace is among those that are wanted: `sip-elements:ua:*,-sip-elements:ua:agent`, by comma or space. */
export function isWanted(namespace: string, wanted: string): boolean {
  const patterns = wanted.split(/[\s,]+/);
  const matches = (pattern: string) => {
    const [start = '', end] = pattern.split('*');
    return end === undefined ? namespace === pattern : namespace.startsWith(start) && namespace.endsWith(end);
  };
  const excluded = patterns.filter((pattern) => pattern.startsWith('-')).map((pattern) => pattern.slice(1));
  return patterns.some(matches) && !excluded.some(matches);
}

/**
 * Sends the core's log to the console, as the package `debug` would and by its switch,
 * `localStorage.debug = 'sip-elements:*'`. The package is a thirtieth of all elements in one file.
 */
export function logToConsole(wanted: string): void {
  installLog((namespace) => (format, ...values) => {
    // eslint-disable-next-line no-console -- it was switched on there
    if (isWanted(namespace, wanted)) console.debug(`${namespace} ${format}`, ...values.map(withoutSecrets));
  });
}
