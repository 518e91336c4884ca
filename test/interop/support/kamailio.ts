/** What Kamailio knows, and what it can be told to do, by JSON-RPC. */
import { settings } from '../../../demo/kamailio/stack.ts';
import { until } from './until.ts';

/** Where browsers reach Kamailio. */
export const webSocketUrls = { ws: `ws://${settings.ip}:8080`, wss: `wss://${settings.ip}:8443` } as const;

/** Where it takes JSON-RPC. */
export const rpcUrl = `http://${settings.ip}:8081/rpc`;

/** Kamailio closes a connection when it has answered, and does not say so: a second request may come too late. */
export const oneRequest = { connection: 'close' } as const;

/** A binding of an account, as far as the tests look at it. */
export interface Binding {
  /** The Contact's URI. */
  readonly contact: string;
  /** Seconds until it expires. */
  readonly expires: number;
  /** Kamailio's number of the connection over which it came; -1 for UDP. */
  readonly connection: number;
}

/** The bindings of an account; none where it is not registered. */
export async function bindingsOf(user: string): Promise<Binding[]> {
  const dump = await call<LocationDump>('ul.dump', []);
  const accounts = dump.Domains.flatMap(({ Domain }) => Domain.AoRs ?? []);
  return accounts
    .filter(({ Info }) => Info.AoR === user)
    .flatMap(({ Info }) => Info.Contacts)
    .map(({ Contact }) => ({
      contact: Contact.Address,
      expires: Contact.Expires,
      connection: Contact['Tcpconn-Id'],
    }));
}

/** Waits until an account has so many bindings and returns them. */
export async function untilBindings(user: string, count: number): Promise<Binding[]> {
  return until(`${user} has ${count} binding(s)`, async () => {
    const bindings = await bindingsOf(user);
    return bindings.length === count && bindings;
  });
}

/** Waits until an account has no binding but of connections that are none of these. */
export async function untilRegisteredAnew(user: string, lost: readonly Binding[]): Promise<void> {
  const old = lost.map(({ connection }) => connection);
  await until(`${user} has registered anew`, async () => {
    const bindings = await bindingsOf(user);
    return bindings.length > 0 && bindings.every(({ connection }) => !old.includes(connection));
  });
}

/** Cuts the WebSocket over which an account is registered. */
export async function cutWebSocketOf(user: string): Promise<void> {
  for (const { connection } of await bindingsOf(user)) await call('ws.close', [connection]);
}

/** The ids of its processes that take requests by UDP. */
export async function udpReceivers(): Promise<number[]> {
  const processes = await call<{ PID: number; DSC: string }[]>('core.psx', []);
  return processes.filter(({ DSC }) => DSC.startsWith('udp receiver')).map(({ PID }) => PID);
}

interface LocationDump {
  Domains: { Domain: { AoRs?: { Info: { AoR: string; Contacts: { Contact: LocationContact }[] } }[] } }[];
}

interface LocationContact {
  Address: string;
  Expires: number;
  'Tcpconn-Id': number;
}

async function call<Result>(method: string, params: unknown[]): Promise<Result> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: oneRequest,
    signal: AbortSignal.timeout(30_000),
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer = (await response.json()) as { result: Result; error?: { message: string } };
  if (answer.error) throw new Error(`Kamailio refuses ${method}: ${answer.error.message}`);
  return answer.result;
}
