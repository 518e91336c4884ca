/** A value as a log may show it: credentials never appear there, nor tokens, which may stand in the URL of a server. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(
    /(^(?:Proxy-)?Authorization:[ \t]*[\w-]+(?=[^\w\r\n-])|wss?:(?:\/\/(?=\S*@)|[^\s?]*\?))[^\r\n]*/gim,
    '$1 (hidden)',
  );
}
