/** Writes one line of the log; `%s`, `%d`, `%o` and `%O` as the package `debug` knows them. */
export interface Log {
  (format: string, ...values: unknown[]): void;
  /** Whether anybody reads it: what costs time to prepare is prepared only then. */
  readonly enabled: boolean;
}

let createLogger: ((namespace: string) => Log) | undefined;

/**
 * Where the log goes: to the package `debug`, where that is installed. It is no part of the small agent, so that a
 * page that nobody debugs does not load it.
 */
export function installLog(create: (namespace: string) => Log): void {
  createLogger = create;
}

/** The log of one source file. @param namespace `sip-elements:` and the path of the file. */
export function createLog(namespace: string): Log {
  let logger: Log | undefined;
  const find = () => (logger ??= createLogger?.(namespace));
  const log = (format: string, ...values: unknown[]) => find()?.(format, ...values);
  return Object.defineProperty(log, 'enabled', { get: () => find()?.enabled ?? false }) as Log;
}
