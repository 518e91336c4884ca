import { ConfigurationError } from '../errors.ts';
import { WebSocketInterface } from '../transport/websocket-interface.ts';
import { isEmpty, type UAConfiguration } from './configuration.ts';

/**
 * A configuration with the sockets that its `outbound_proxy_set` means, where it has none.
 * @throws ConfigurationError where one of them is no URL of a WebSocket.
 */
export function withSockets(given: UAConfiguration): UAConfiguration {
  const urls = given?.outbound_proxy_set;
  if (isEmpty(urls) || !isEmpty(given.sockets)) return given;
  try {
    return { ...given, sockets: [urls].flat().map((url) => new WebSocketInterface(url as string)) };
  } catch {
    throw new ConfigurationError('outbound_proxy_set', urls);
  }
}
