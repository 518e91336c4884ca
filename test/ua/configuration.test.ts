import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigurationError } from '../../src/errors.ts';
import { changeConfiguration, readConfiguration, type UAConfiguration } from '../../src/ua/configuration.ts';
import { Agent } from '../../src/ua/agent.ts';
import { UA } from '../../src/ua/ua.ts';
import { withSockets } from '../../src/ua/outbound-proxy-set.ts';
import { NAME, VERSION } from '../../src/version.ts';
import { FakeSocket } from '../support/scripted-peer.ts';

const socket = new FakeSocket();
const least = { uri: 'sip:alice@example.com', sockets: socket };
const UUID = '8f1fa16a-1165-4a96-8341-785b1ef24f12';

const read = (more: Record<string, unknown> = {}) =>
  // As the full UA does.
  readConfiguration(withSockets({ ...least, ...more } as unknown as UAConfiguration));

/** What is wrong with a configuration. */
function refusal(more: Record<string, unknown>): ConfigurationError {
  try {
    read(more);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error;
  }
  return assert.fail(`taken: ${JSON.stringify(more)}`);
}

test('with the mandatory parameters only, every other has its default', () => {
  const { uri, registrar_server, instance_id, ...rest } = read();
  assert.equal(uri.toString(), 'sip:alice@example.com');
  assert.equal(registrar_server.toString(), 'sip:example.com');
  assert.match(instance_id, /^[0-9a-f]{8}-/);
  assert.deepEqual(rest, {
    sockets: [{ socket }],
    password: null,
    ha1: null,
    realm: null,
    authorization_user: 'alice',
    authorization_jwt: null,
    display_name: null,
    contact_uri: null,
    user_agent: `${NAME}/${VERSION}`,
    register: true,
    register_expires: 600,
    register_from_tag_trail: null,
    extra_headers: null,
    no_answer_timeout: 60,
    session_timers: true,
    session_timers_refresh_method: 'UPDATE',
    session_timers_force_refresher: false,
    connection_recovery_min_interval: 2,
    connection_recovery_max_interval: 30,
    use_preloaded_route: false,
  });
});

test('a parameter that is mandatory and missing, or empty, is named', () => {
  for (const empty of [undefined, null, '', Number.NaN, []]) {
    assert.equal(refusal({ uri: empty }).parameter, 'uri');
    assert.equal(refusal({ sockets: empty }).parameter, 'sockets');
  }
  assert.throws(() => new Agent({} as UAConfiguration), ConfigurationError);
  assert.throws(() => new Agent(undefined as unknown as UAConfiguration), ConfigurationError);
});

const VALID: [parameter: string, value: unknown, inForce?: unknown][] = [
  ['password', 'se"cret'],
  ['ha1', '5e45eac4a38f92ac9133d1c4b3cae6d3'],
  ['realm', 'example.com'],
  ['authorization_user', '1700000000:alice'],
  ['authorization_jwt', 'a.b.c'],
  ['display_name', 'Алиса "☎"'],
  ['user_agent', 'shop/1.0'],
  ['instance_id', UUID],
  ['instance_id', `uuid:${UUID}`, UUID],
  ['instance_id', UUID.toUpperCase()],
  ['register', false],
  ['register_expires', 90],
  ['register_expires', '90', 90],
  ['register_from_tag_trail', '-tab1'],
  ['extra_headers', ['X-Shop: 1', 'X-Shop: 2']],
  ['no_answer_timeout', 20],
  ['session_timers', false],
  ['session_timers_refresh_method', 'INVITE'],
  ['session_timers_refresh_method', 'invite', 'INVITE'],
  ['session_timers_force_refresher', true],
  ['connection_recovery_min_interval', 1],
  ['connection_recovery_max_interval', 120],
  ['use_preloaded_route', true],
];

for (const [parameter, value, inForce = value] of VALID) {
  test(`${parameter} may be ${JSON.stringify(value)}`, () => {
    const configuration = read({ [parameter]: value }) as unknown as Record<string, unknown>;
    assert.deepEqual(configuration[parameter], inForce);
  });
}

const MALFORMED: [parameter: string, ...values: unknown[]][] = [
  ['uri', 'example.com', 'sip:example.com', 'tel:+123', 'sip:a b@example.com', 5, {}],
  ['sockets', 'wss://example.com', {}, [null], [socket, 5], [{ socket: {} }], [{ socket, weight: 'heavy' }]],
  ['outbound_proxy_set', 'https://example.com', ['wss://a', 5], ''.padStart(3)],
  ['password', 5, 'a\r\nb', {}],
  ['ha1', 5, 'a\nb'],
  ['realm', 5, 'a\0b'],
  ['authorization_user', 5, 'a\rb'],
  ['authorization_jwt', 5, 'a\r\nb'],
  ['display_name', 5, 'a\r\nb'],
  ['contact_uri', 5, 'nonsense', 'https://example.com', 'tel:+123'],
  ['user_agent', 5, 'a\r\nb'],
  ['instance_id', 5, 'not a UUID', `${UUID}0`, `urn:uuid:${UUID}`],
  ['register', 'true', 1, 0],
  ['register_expires', 0, -1, 1.5, 'soon', true, Infinity],
  ['register_from_tag_trail', 5, 'a\r\nb'],
  ['registrar_server', 5, 'sip:alice@example.com', 'https://example.com', 'a b'],
  ['extra_headers', 'X-A: 1', ['no colon'], ['X-A: 1\r\nX-B: 2'], [5], [': 1']],
  ['no_answer_timeout', 0, -5, '1m'],
  ['session_timers', 'no', 0],
  ['session_timers_refresh_method', 'INFO', 5],
  ['session_timers_force_refresher', 'yes'],
  ['connection_recovery_min_interval', 0, -1, 'x'],
  ['connection_recovery_max_interval', 0, -1, 'x'],
  ['use_preloaded_route', 'yes'],
];
const SECRET = ['password', 'ha1', 'authorization_jwt'];

for (const [parameter, ...values] of MALFORMED) {
  test(`${parameter} is refused where it is malformed, with its name and value`, () => {
    for (const value of values) {
      const sockets = parameter === 'outbound_proxy_set' ? { sockets: undefined } : {};
      const error = refusal({ ...sockets, [parameter]: value });
      assert.equal(error.parameter, parameter);
      assert.equal(error.value, SECRET.includes(parameter) ? '(secret)' : value);
      assert.ok(error.message.includes(parameter));
    }
  });
}

test('an error about a secret does not tell it', () => {
  for (const parameter of SECRET) {
    const error = refusal({ [parameter]: 'hush\r\nhush' });
    assert.ok(!JSON.stringify([error.message, error.stack, error.value]).includes('hush'));
  }
});

test('an empty value means the default, an unknown parameter nothing', () => {
  const usual = read();
  for (const empty of [null, undefined, '', Number.NaN, []]) {
    const emptied = Object.fromEntries(
      MALFORMED.map(([name]) => [name, empty]).filter(([name]) => name !== 'uri' && name !== 'sockets'),
    );
    const configuration = read({ ...emptied, colour: 'red' });
    // Made anew each time.
    usual.instance_id = configuration.instance_id;
    assert.deepEqual(configuration, usual);
    assert.ok(!('colour' in configuration));
  }
});

test('uri may lack its scheme, and keeps its port, which the registrar has too', () => {
  assert.equal(read({ uri: 'alice@example.com' }).uri.toString(), 'sip:alice@example.com');
  const { uri, registrar_server } = read({ uri: 'sips:alice@example.com:5071' });
  assert.equal(uri.toString(), 'sips:alice@example.com:5071');
  assert.equal(registrar_server.toString(), 'sips:example.com:5071');
});

test('registrar_server and contact_uri are read as URIs', () => {
  assert.equal(
    read({ registrar_server: 'registrar.example.com' }).registrar_server.host,
    'registrar.example.com',
  );
  assert.equal(read({ registrar_server: 'sip:r.example.com:5070' }).registrar_server.port, 5070);
  assert.equal(read({ contact_uri: 'sip:me@here.invalid;transport=ws' }).contact_uri?.user, 'me');
});

test('sockets may be one, several, or several with weights', () => {
  const other = new FakeSocket('other.example.com');
  assert.deepEqual(read({ sockets: [socket, other] }).sockets, [{ socket }, { socket: other }]);
  assert.deepEqual(read({ sockets: [{ socket, weight: 5 }, other] }).sockets, [
    { socket, weight: 5 },
    { socket: other },
  ]);
});

test('outbound_proxy_set makes the sockets where there are none', () => {
  const urls = (more: Record<string, unknown>) => read(more).sockets.map((entry) => entry.socket.url);
  assert.deepEqual(urls({ sockets: undefined, outbound_proxy_set: 'wss://a.example.com' }), [
    'wss://a.example.com',
  ]);
  assert.deepEqual(urls({ sockets: null, outbound_proxy_set: ['ws://a', 'wss://b'] }), ['ws://a', 'wss://b']);
  assert.deepEqual(urls({ outbound_proxy_set: 'wss://a.example.com' }), [socket.url]);
});

test('register_from_tag_trail may be a function', () => {
  const trail = () => '-1';
  assert.equal(read({ register_from_tag_trail: trail }).register_from_tag_trail, trail);
});

test('get() reads the configuration, but no password and no H(A1)', () => {
  const agent = new UA({ ...least, password: 'hush', ha1: 'hushhush', realm: 'r' });
  assert.equal(String(agent.get('uri')), 'sip:alice@example.com');
  assert.equal(agent.get('realm'), 'r');
  assert.equal(agent.get('register_expires'), 600);
  assert.equal(agent.get('password'), undefined);
  assert.equal(agent.get('ha1'), undefined);
  assert.equal(agent.get('colour'), undefined);
  assert.ok(!JSON.stringify(Object.entries(agent.configuration).map(String)).includes('hush'));
  assert.throws(() => Object.assign(agent.configuration, { realm: 'x' }), TypeError);
});

test('set() changes what may change while running, and says whether it did', () => {
  const agent = new UA(least);
  for (const name of [
    'authorization_user',
    'password',
    'realm',
    'ha1',
    'authorization_jwt',
    'display_name',
  ]) {
    assert.equal(agent.set(name, 'new'), true, name);
    assert.equal(agent.set(name, 5), false, name);
    assert.equal(agent.set(name, 'a\r\nb'), false, name);
  }
  assert.equal(agent.set('extra_headers', ['X-A: 1']), true);
  assert.equal(agent.set('extra_headers', ['X-A']), false);
  assert.equal(agent.get('display_name'), 'new');
  assert.deepEqual(agent.get('extra_headers'), ['X-A: 1']);
  for (const name of [
    'uri',
    'register_expires',
    'sockets',
    'user_agent',
    'colour',
    'toString',
    '__proto__',
  ]) {
    assert.equal(agent.set(name, 'new'), false, name);
  }
  assert.equal(String(agent.get('uri')), 'sip:alice@example.com');
});

test('set() with an empty value takes the parameter away, but never the user', () => {
  const configuration = read({ password: 'a', display_name: 'b', authorization_user: 'c' });
  assert.equal(changeConfiguration(configuration, 'password', null), true);
  assert.equal(changeConfiguration(configuration, 'display_name', ''), true);
  assert.equal(changeConfiguration(configuration, 'authorization_user', ''), false);
  assert.equal(configuration.password, null);
  assert.equal(configuration.display_name, null);
  assert.equal(configuration.authorization_user, 'c');
});
