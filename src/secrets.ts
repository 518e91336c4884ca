/** A value as a log may show it: credentials and tokens never appear there. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(/^((?:Proxy-)?Authorization:[ \t]*[\w-]+)[^\w\r\n-][^\r\n]*/gim, '$1 (hidden)');
}
