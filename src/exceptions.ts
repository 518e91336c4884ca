/** The classes of the errors that are thrown (manual: `Exceptions`). */
export { ConfigurationError, InvalidStateError, NotReadyError, NotSupportedError } from './errors.ts';
