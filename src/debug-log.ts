/** Sends the log to the package `debug`; to be imported for that effect. */
import createDebug from 'debug';
import { installLog } from './log.ts';

installLog((namespace) => {
  const log = createDebug(namespace);
  return (format, ...values) => {
    // What costs time to prepare is prepared only where somebody reads it.
    if (log.enabled) log(format, ...values.map(withoutSecrets));
  };
});

/** Credentials and tokens never appear in logs. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(/^((?:Proxy-)?Authorization:[ \t]*[\w-]+)[^\w\r\n-][^\r\n]*/gim, '$1 (hidden)');
}
