/** Sends the log to the package `debug`; to be imported for that effect. */
import createDebug from 'debug';
import { installLog } from './log.ts';
import { withoutSecrets } from './secrets.ts';

installLog((namespace) => {
  const log = createDebug(namespace);
  return (format, ...values) => {
    // What costs time to prepare is prepared only where somebody reads it.
    if (log.enabled) log(format, ...values.map(withoutSecrets));
  };
});
