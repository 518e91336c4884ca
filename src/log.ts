/** Writes one line of the log; `%s`, `%d`, `%o` and `%O` as the package `debug` knows them. */
export type Log = (format: string, ...values: unknown[]) => void;

let createLogger: ((namespace: string) => Log) | undefined;

/**
 * Where the log goes: to the package `debug`, where that is installed. It is no part of the small agent, so that a
 * page that nobody debugs does not load it.
 * @param create Makes the log of one source file. It leaves credentials and tokens out.
 */
export function installLog(create: (namespace: string) => Log): void {
  createLogger = create;
}

/** The log of one source file. @param namespace `sip-elements:` and the path of the file. */
export function createLog(namespace: string): Log {
  let logger: Log | undefined;
  return (format, ...values) => (logger ??= createLogger?.(namespace))?.(format, ...values);
}
