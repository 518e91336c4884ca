import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Agent } from '../../src/ua/agent.ts';
import { UA } from '../../src/ua/ua.ts';
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import { refreshAfter } from '../../src/ua/registration.ts';
import { Registrator } from '../../src/ua/registrator.ts';
import { FakePlatform } from '../support/fake-platform.ts';
import { ScriptedPeer, type Wire } from '../support/scripted-peer.ts';

const UUID = '8f1fa16a-1165-4a96-8341-785b1ef24f12';

let peer: ScriptedPeer;
let events: string[];

beforeEach(() => {
  peer = new ScriptedPeer();
  events = [];
});
afterEach(() => peer.platform.release());

function startAgent(more?: Partial<UAConfiguration>): Agent {
  return start(new Agent(configuration(more)));
}

function startUA(more?: Partial<UAConfiguration>): UA {
  return start(new UA(configuration(more)));
}

function configuration(more?: Partial<UAConfiguration>): UAConfiguration {
  return { uri: 'sip:alice@example.com', sockets: peer.socket, instance_id: UUID, ...more };
}

/** Starts an account, and notes down how its registration goes. */
function start<Account extends Agent | UA>(agent: Account): Account {
  agent.on('registered', ({ response }) => events.push(`registered ${response.status_code}`));
  agent.on('unregistered', ({ response, cause }) =>
    events.push(`unregistered ${response?.status_code} ${cause}`),
  );
  agent.on('registrationFailed', ({ response, cause }) =>
    events.push(`failed ${response?.status_code} ${cause}`),
  );
  agent.start();
  return agent;
}

/** The registrar takes a REGISTER, and shows its Contact with this expiry. */
async function accept(register: Wire, expires = 600, contact = '', headers: string[] = []): Promise<void> {
  const own = (register.header('Contact') ?? '').replace(/;expires=\d+/, '');
  const shown = register.header('Expires') === '0' ? [] : [`Contact: ${own}${contact};expires=${expires}`];
  await peer.respond(register, 200, { headers: [...shown, ...headers] });
}

/** A UA that is registered. */
async function registered(more: Partial<UAConfiguration> = {}): Promise<{ agent: Agent; register: Wire }> {
  const agent = startAgent(more);
  const register = await peer.next('REGISTER');
  await accept(register);
  assert.ok(agent.isRegistered());
  return { agent, register };
}

/** How long until the next message of the UA, in seconds. */
async function secondsUntilNext(withinSeconds = 10_000): Promise<number> {
  const begin = peer.platform.now();
  await peer.next(undefined, withinSeconds * 1000);
  return (peer.platform.now() - begin) / 1000;
}

test('it registers on start: who, where, for how long, and what it can do', async () => {
  const { register } = await registered();
  assert.equal(register.ruri, 'sip:example.com');
  assert.match(register.header('From') ?? '', /^<sip:alice@example\.com>;tag=\w+$/);
  assert.equal(register.header('To'), '<sip:alice@example.com>');
  assert.equal(register.header('Expires'), '600');
  const contact = register.header('Contact') ?? '';
  assert.match(contact, /^<sip:\w+@\w+\.invalid;transport=ws>;\+sip\.ice;reg-id=1;/);
  assert.ok(contact.includes(`;+sip.instance="<urn:uuid:${UUID}>"`));
  assert.ok(contact.endsWith(';expires=600'));
  assert.equal(register.header('Supported'), 'path, gruu, outbound');
  assert.match(register.header('Allow') ?? '', /INVITE, ACK, CANCEL, BYE/);
  assert.match(register.header('User-Agent') ?? '', /^sip-elements\//);
  assert.deepEqual(events, ['registered 200']);
});

test('with register: false nothing is sent until register() is called', async () => {
  const agent = startAgent({ register: false });
  await peer.platform.advance(10_000);
  assert.deepEqual(await peer.rest(), []);
  agent.register();
  await accept(await peer.next('REGISTER'));
  assert.ok(agent.isRegistered());
});

test('register() in a listener of "connected" makes one REGISTER', async () => {
  const agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket });
  agent.on('connected', () => agent.register());
  agent.start();
  await accept(await peer.next('REGISTER'));
  await peer.platform.advance(1_000);
  assert.deepEqual(await peer.rest(), []);
});

test('it refreshes in the second half of the interval, with the same Call-ID, From tag and a higher CSeq', async () => {
  const { register } = await registered();
  const begin = peer.platform.now();
  const refresh = await peer.next('REGISTER', 600_000);
  const seconds = (peer.platform.now() - begin) / 1000;
  assert.ok(seconds >= 300 && seconds <= 568, String(seconds));
  assert.equal(refresh.header('Call-ID'), register.header('Call-ID'));
  assert.equal(refresh.header('From'), register.header('From'));
  assert.equal(refresh.cseq, register.cseq + 1);
});

test('the interval is what the registrar grants: at the Contact, in Expires, or what was asked for', async () => {
  startAgent();
  const register = await peer.next('REGISTER');
  const own = (register.header('Contact') ?? '').replace(/;expires=.*/, '');
  let asked = register;
  const nextAfter = async (headers: string[]) => {
    await peer.respond(asked, 200, { headers });
    const begin = peer.platform.now();
    asked = await peer.next('REGISTER', 1_000_000);
    return (peer.platform.now() - begin) / 1000;
  };
  assert.equal(await nextAfter([`Contact: ${own};expires=50`, 'Expires: 20']), 45);
  assert.equal(
    await nextAfter([`Contact: <sip:other@elsewhere.invalid>;expires=9, ${own}`, 'Expires: 60']),
    55,
  );
  for (const headers of [
    [`Contact: ${own}`],
    [`Contact: ${own};expires=soon`],
    [`Contact: ${own};expires=0`],
  ]) {
    const seconds = await nextAfter(headers);
    assert.ok(seconds >= 300 && seconds <= 568, `${headers}: ${seconds}`);
  }
});

test('refreshes come well before expiry, and at random where the interval is long', () => {
  const platform = new FakePlatform();
  try {
    assert.equal(refreshAfter(60), 55);
    assert.equal(refreshAfter(10), 5);
    assert.equal(refreshAfter(4), 2);
    for (const expires of [65, 600, 3600]) {
      const draws = Array.from({ length: 1_000 }, () => refreshAfter(expires));
      assert.ok(Math.min(...draws) >= expires / 2 && Math.max(...draws) <= expires - 32 + 0.001);
    }
    assert.ok(new Set(Array.from({ length: 100 }, () => refreshAfter(600))).size > 90);
  } finally {
    platform.release();
  }
});

test('423 raises the interval to what the registrar wants, and only upwards', async () => {
  startAgent({ register_expires: 60 });
  await peer.respond(await peer.next('REGISTER'), 423, { headers: ['Min-Expires: 1800'] });
  const second = await peer.next('REGISTER');
  assert.equal(second.header('Expires'), '1800');
  assert.ok(second.header('Contact')?.endsWith(';expires=1800'));
  await peer.respond(second, 423, { headers: ['Min-Expires: 30'] });
  assert.deepEqual(events, ['failed 423 SIP Failure Code']);
});

test('a 423 that does not say what it wants is a failure', async () => {
  startAgent();
  await peer.respond(await peer.next('REGISTER'), 423);
  assert.deepEqual(events, ['failed 423 SIP Failure Code']);
});

test('a failure is told, and tried again with pauses that double', async () => {
  const agent = startAgent();
  await peer.respond(await peer.next('REGISTER'), 500);
  const pauses: number[] = [];
  for (let failure = 0; failure < 9; failure += 1) {
    const begin = peer.platform.now();
    const register = await peer.next('REGISTER', 2_000_000);
    pauses.push((peer.platform.now() - begin) / 1000);
    await peer.respond(register, 503);
  }
  for (const [index, pause] of pauses.entries()) {
    const most = Math.min(30 * 2 ** index, 1800);
    assert.ok(pause >= most / 2 - 0.1 && pause <= most + 0.1, `${index}: ${pause}`);
  }
  assert.ok(!agent.isRegistered());
  assert.deepEqual(events.slice(0, 2), ['failed 500 SIP Failure Code', 'failed 503 SIP Failure Code']);
  await accept(await peer.next('REGISTER', 2_000_000));
  assert.ok(agent.isRegistered());
});

test('after a success the pauses are short again', async () => {
  startAgent();
  for (let failure = 0; failure < 6; failure += 1)
    await peer.respond(await peer.next('REGISTER', 2_000_000), 503);
  await accept(await peer.next('REGISTER', 2_000_000));
  await peer.respond(await peer.next('REGISTER', 2_000_000), 503);
  const pause = await secondsUntilNext();
  assert.ok(pause <= 30.1, String(pause));
});

test('Retry-After says when to try again', async () => {
  startAgent();
  await peer.respond(await peer.next('REGISTER'), 503, { headers: ['Retry-After: 300 (busy);duration=60'] });
  const seconds = await secondsUntilNext();
  assert.ok(Math.abs(seconds - 300) < 0.1, String(seconds));
});

test('a Retry-After of zero does not make it ask without a pause', async () => {
  startAgent();
  await peer.respond(await peer.next('REGISTER'), 503, { headers: ['Retry-After: 0'] });
  assert.ok((await secondsUntilNext()) >= 15);
});

test('a REGISTER without any answer fails after 32 s, and is tried again', async () => {
  startAgent();
  await peer.next('REGISTER');
  await peer.platform.advance(32_000);
  assert.deepEqual(events, ['failed undefined Request Timeout']);
  await peer.next('REGISTER', 60_000);
});

test('after 401 or 403 with the same credentials it never tries again by itself, not even on a new connection', async () => {
  for (const status of [401, 403]) {
    const agent = startAgent({ password: 'wrong' });
    await peer.respond(await peer.next('REGISTER'), status);
    await peer.platform.advance(24 * 3_600_000);
    peer.socket.lose();
    await peer.platform.advance(1_000);
    assert.ok(agent.isConnected());
    // The keep-alive may ask, but nobody registers.
    const methods = (await peer.rest()).map(({ method }) => method);
    assert.ok(!methods.includes('REGISTER'), String(status));
    agent.set('password', 'right');
    peer.socket.lose();
    await peer.platform.advance(1_000);
    await peer.next('REGISTER');
    agent.stop();
    await peer.platform.advance(5_000);
    await peer.rest();
  }
});

test('register() tries again whatever was refused before', async () => {
  const agent = startAgent();
  await peer.respond(await peer.next('REGISTER'), 403);
  agent.register();
  await accept(await peer.next('REGISTER'));
  assert.ok(agent.isRegistered());
  assert.deepEqual(events, ['failed 403 Rejected', 'registered 200']);
});

test('a refresh that fails tells both that it failed and that the account is not registered', async () => {
  const { agent } = await registered();
  await peer.respond(await peer.next('REGISTER', 600_000), 500);
  assert.ok(!agent.isRegistered());
  assert.deepEqual(events, [
    'registered 200',
    'failed 500 SIP Failure Code',
    'unregistered 500 SIP Failure Code',
  ]);
});

test('a 200 that does not show our Contact is a failure', async () => {
  const agent = startAgent();
  await peer.respond(await peer.next('REGISTER'), 200, {
    headers: ['Contact: <sip:other@elsewhere.invalid>, *'],
  });
  assert.ok(!agent.isRegistered());
  assert.deepEqual(events, ['failed 200 SIP Failure Code']);
});

test('unregister() removes this binding, and nothing registers again', async () => {
  const { agent, register } = await registered();
  agent.unregister();
  const remove = await peer.next('REGISTER');
  assert.equal(remove.header('Expires'), '0');
  assert.ok(remove.header('Contact')?.endsWith(';expires=0'));
  assert.equal(remove.header('Contact')?.split(';')[0], register.header('Contact')?.split(';')[0]);
  assert.equal(remove.cseq, register.cseq + 1);
  await accept(remove);
  assert.ok(!agent.isRegistered());
  peer.socket.lose();
  await peer.platform.advance(24 * 3_600_000);
  assert.ok((await peer.rest()).every(({ method }) => method !== 'REGISTER'));
  assert.deepEqual(events, ['registered 200', 'unregistered 200 null']);
});

test('unregister({ all: true }) removes every binding, registered or not', async () => {
  const agent = startAgent({ register: false });
  await peer.platform.advance(1);
  agent.unregister({ all: true });
  const remove = await peer.next('REGISTER');
  assert.equal(remove.header('Contact'), '*');
  assert.equal(remove.header('Expires'), '0');
  await accept(remove);
  assert.deepEqual(events, ['unregistered 200 null']);
});

test('unregister() without a registration sends nothing', async () => {
  const agent = startAgent({ register: false });
  await peer.platform.advance(1);
  agent.unregister();
  await peer.platform.advance(1_000);
  assert.deepEqual(await peer.rest(), []);
});

test('unregister() while a REGISTER is under way unregisters once that is answered', async () => {
  const agent = startAgent();
  const register = await peer.next('REGISTER');
  agent.unregister();
  agent.unregister();
  assert.deepEqual(await peer.rest(), [], 'one request at a time (RFC 3261 section 10.2)');
  await accept(register);
  const remove = await peer.next('REGISTER');
  assert.equal(remove.header('Expires'), '0');
  agent.unregister();
  await accept(remove);
  await peer.platform.advance(1_000);
  assert.deepEqual(await peer.rest(), [], 'and only once');
  assert.ok(!agent.isRegistered());
});

test('register() while unregistering registers afterwards', async () => {
  const { agent } = await registered();
  agent.unregister();
  const remove = await peer.next('REGISTER');
  agent.register();
  await accept(remove);
  await accept(await peer.next('REGISTER'));
  assert.ok(agent.isRegistered());
  assert.deepEqual(events, ['registered 200', 'unregistered 200 null', 'registered 200']);
});

test('an unregistration that is refused or unanswered is told with its cause', async () => {
  const { agent } = await registered();
  agent.unregister();
  await peer.respond(await peer.next('REGISTER'), 500);
  assert.deepEqual(events.slice(1), ['unregistered 500 SIP Failure Code']);
  assert.ok(!agent.isRegistered());
});

test('the GRUUs of the registrar are learned, used in calls, and forgotten', async () => {
  const agent = startAgent();
  const pub = `sip:alice@example.com;gr=urn:uuid:${UUID}`;
  const temp = 'sip:tgruu.7hs@example.com;gr';
  await accept(await peer.next('REGISTER'), 600, `;pub-gruu="${pub}";temp-gruu="${temp}"`);
  assert.equal(agent.contact.pub_gruu, pub);
  assert.equal(agent.contact.temp_gruu, temp);
  agent.call('bob');
  const invite = await peer.next('INVITE');
  assert.equal(invite.header('Contact'), `<${pub}>`, 'without ;ob, for it survives the socket');
  agent.call('bob', { anonymous: true });
  assert.equal((await peer.next('INVITE')).header('Contact'), `<${temp}>`);
  for (const uri of [pub, temp]) {
    await peer.request('OPTIONS', { uri });
    await peer.next(200);
  }
  agent.unregister();
  await accept(await peer.next('REGISTER'));
  assert.equal(agent.contact.pub_gruu, null);
  assert.equal(agent.contact.temp_gruu, null);
});

test('the Service-Route of the registrar is the way of calls, as long as the account is registered', async () => {
  const agent = startAgent({ use_preloaded_route: true });
  const preloaded = '<sip:server.example.com;transport=ws;lr>';
  const service = ['<sip:a.example.com;lr>', '<sip:b.example.com;lr>'];
  const register = await peer.next('REGISTER');
  assert.deepEqual(register.headers('Route'), [preloaded]);
  await accept(register, 600, '', [`Service-Route: ${service.join(', ')}`]);
  agent.call('bob');
  assert.deepEqual((await peer.next('INVITE')).headers('Route'), [preloaded, ...service]);
  agent.unregister();
  const remove = await peer.next('REGISTER');
  assert.deepEqual(remove.headers('Route'), [preloaded]);
  await accept(remove);
  agent.call('bob');
  assert.deepEqual((await peer.next('INVITE')).headers('Route'), [preloaded]);
});

test('without a GRUU the Contact of a call marks the flow', async () => {
  const { agent } = await registered();
  agent.call('bob');
  assert.match(
    (await peer.next('INVITE')).header('Contact') ?? '',
    /^<sip:\w+@\w+\.invalid;transport=ws;ob>$/,
  );
  agent.call('bob', { anonymous: true });
  const hidden = (await peer.next('INVITE')).header('Contact') ?? '';
  assert.equal(hidden, '<sip:anonymous@anonymous.invalid;transport=ws;ob>');
});

test('registrationExpiring with a listener leaves the refresh to the application', async () => {
  const { agent } = await registered();
  let told = 0;
  agent.on('registrationExpiring', () => (told += 1));
  await peer.platform.advance(600_000);
  assert.equal(told, 1);
  assert.ok((await peer.rest()).every(({ method }) => method !== 'REGISTER'));
  agent.register();
  await accept(await peer.next('REGISTER'));
  assert.ok(agent.isRegistered());
});

test('a registration that the application lets expire is one no more', async () => {
  const { agent } = await registered();
  agent.on('registrationExpiring', () => {});
  await peer.platform.advance(599_000);
  assert.ok(agent.isRegistered());
  await peer.platform.advance(1_000);
  assert.ok(!agent.isRegistered());
  assert.deepEqual(events, ['registered 200', 'unregistered undefined Expires']);
});

test('the registrator is one, in both forms', () => {
  const ua = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket });
  assert.ok(ua.registrator instanceof Registrator);
  assert.ok(ua.registrator() instanceof Registrator);
});

test('the loss of the connection ends the registration, and the next connection registers anew', async () => {
  const { agent, register } = await registered();
  peer.socket.lose();
  assert.ok(!agent.isRegistered());
  const begin = peer.platform.now();
  const again = await peer.next('REGISTER');
  assert.ok(peer.platform.now() - begin <= 50, 'at once');
  assert.equal(again.cseq, register.cseq + 1);
  await accept(again);
  assert.deepEqual(events, ['registered 200', 'unregistered undefined Connection Error', 'registered 200']);
});

test('a REGISTER that the connection is lost under is sent again on the next one', async () => {
  const agent = startAgent();
  await peer.next('REGISTER');
  peer.socket.lose();
  await accept(await peer.next('REGISTER'));
  assert.ok(agent.isRegistered());
  assert.deepEqual(events, ['failed undefined Connection Error', 'registered 200']);
});

test('extra headers and Contact parameters go into every later REGISTER, until they are cleared', async () => {
  const ua = startUA();
  await accept(await peer.next('REGISTER'));
  ua.registrator.setExtraHeaders(['X-Token: 1', 'X-Token: 2']);
  ua.registrator.setExtraContactParams({ 'pn-prid': 'abc', flag: true, none: false, q: 0.5, text: 'a b' });
  ua.register();
  const register = await peer.next('REGISTER');
  assert.deepEqual(register.headers('X-Token'), ['1', '2']);
  assert.match(register.header('Contact') ?? '', /;pn-prid=abc;flag;q=0\.5;text="a b";expires=600$/);
  await accept(register);
  ua.unregister();
  const remove = await peer.next('REGISTER');
  assert.deepEqual(remove.headers('X-Token'), ['1', '2']);
  assert.match(remove.header('Contact') ?? '', /;flag;/);
  await accept(remove);
  ua.registrator.setExtraHeaders(null);
  ua.registrator.setExtraContactParams(null);
  ua.register();
  const plain = await peer.next('REGISTER');
  assert.equal(plain.header('X-Token'), undefined);
  assert.doesNotMatch(plain.header('Contact') ?? '', /flag/);
});

test('headers that are set while a REGISTER is under way go out with the next register()', async () => {
  const ua = startUA();
  const first = await peer.next('REGISTER');
  ua.registrator.setExtraHeaders(['X-Token: new']);
  ua.register();
  await accept(first);
  assert.equal((await peer.next('REGISTER')).header('X-Token'), 'new');
});

test('what would break out of a header is a TypeError', () => {
  const { registrator } = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket });
  assert.throws(() => registrator.setExtraHeaders(['X: 1\r\nY: 2']), TypeError);
  assert.throws(() => registrator.setExtraHeaders(['nothing']), TypeError);
  assert.throws(() => registrator.setExtraContactParams({ a: 'b\r\nc' }), TypeError);
  assert.throws(() => registrator.setExtraContactParams({ 'a\nb': true }), TypeError);
});

test('a Contact parameter cannot smuggle in another one', async () => {
  const ua = startUA({ register: false });
  await peer.platform.advance(1);
  ua.registrator.setExtraContactParams({ a: 'b;c=d>,<sip:x@y>' });
  ua.register();
  assert.match((await peer.next('REGISTER')).header('Contact') ?? '', /;a="b;c=d>,<sip:x@y>";expires=600$/);
});

test('the registrator is a function and an object', async () => {
  const ua = new UA({ uri: 'sip:alice@example.com', sockets: peer.socket });
  ua.start();
  await accept(await peer.next('REGISTER'));
  assert.equal(ua.registrator().registered, true);
  assert.equal(ua.registrator.registered, true);
});

test('register_from_tag_trail marks the From tag of each REGISTER', async () => {
  let count = 0;
  const ua = startUA({ register_from_tag_trail: () => `-${(count += 1)}` });
  const first = await peer.next('REGISTER');
  await accept(first);
  ua.register();
  const second = await peer.next('REGISTER');
  assert.match(first.tag('From') ?? '', /-1$/);
  assert.equal(second.tag('From'), first.tag('From')?.replace(/-1$/, '-2'));
});

test('a trail with a line break is a TypeError, and the UA goes on', async () => {
  let trail = 'a\r\nX-Evil: 1';
  const ua = startUA({ register: false, register_from_tag_trail: () => trail });
  await peer.platform.advance(1);
  assert.throws(() => ua.register(), /register_from_tag_trail/);
  assert.deepEqual(await peer.rest(), []);
  trail = 'good';
  ua.register();
  await accept(await peer.next('REGISTER'));
  assert.ok(ua.isRegistered());
});

test('provisional responses change nothing', async () => {
  const agent = startAgent();
  const register = await peer.next('REGISTER');
  await peer.respond(register, 100);
  assert.deepEqual(events, []);
  await accept(register);
  assert.ok(agent.isRegistered());
});

test('a registrar that shows our address in the place of our host is understood', async () => {
  const agent = startAgent();
  const register = await peer.next('REGISTER');
  const own = register.header('Contact') ?? '';
  const seen = own.replace(/@[^;>]+/, '@203.0.113.7:53951').replace(/;expires=\d+/, '');
  const other = 'Contact: <sip:other@198.51.100.1>;expires=20';
  await peer.respond(register, 200, { headers: [other, `Contact: ${seen};expires=300`] });
  assert.ok(agent.isRegistered());
  await peer.platform.advance(100_000);
  assert.deepEqual(await peer.rest(), [], 'the 300 s are ours, not the 20');
  await peer.next('REGISTER', 200_000);
});
