/**
 * The code examples of the manual (JsSIP 3 API), run as they stand, but for their typing errors:
 *
 * | in the manual | corrected to |
 * | --- | --- |
 * | a remark in Chinese behind a statement, without `//` | left out |
 * | `'failed': function(data){ … };` inside an object | without the semicolon |
 * | `setExtraContactParams([ x-vendor: 'FooBar', verified: true ])` | an object, its first key quoted |
 * | `// =>  ;x-vendor=FooBar;x-verified` | `;x-vendor=FooBar;verified` |
 * | `new JsSIP.WebSocketInterface(ws://sip-ws.example.com)` | the URL quoted |
 * | `new UA(configuration)` | `new JsSIP.UA(configuration)` |
 * | `uri.delteHeader('header_name')` | `deleteHeader` |
 * | `uri.toAor():` | `uri.toAor();` |
 * | `?header_name=header_value1&header_name=header_value2` as print of a URI | `?Header-Name=…`, as its other example |
 * | `…;valueless_param?Header-Name=…` in quotes without a space after `Returns` | the value alone |
 * | `"Mrs.Alice"` in two prints, for `'Mrs. Alice'` | with the space |
 * | `"Mrs.Alice"<sip:…>` in a print, without space before `<` | with the space that the examples of the text have |
 * | `header.toString()` → `<sip:alice@atlanta.com:5060>;param_name=param_value` of another header | a header that is so |
 */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import JsSIP from '../src/index.ts';
import { Stage } from './support/calls.ts';

let stage: Stage | undefined;

beforeEach(() => {
  stage = undefined;
});

afterEach(() => {
  stage?.close();
});

test('Getting started: a User Agent from outbound_proxy_set, beside a socket that is not handed over', () => {
  const socket = new JsSIP.WebSocketInterface('wss://sip.myhost.com');
  const configuration = {
    outbound_proxy_set: 'ws://sip-ws.example.com',
    uri: 'sip:alice@example.com',
    password: 'superpassword',
  };
  const coolPhone = new JsSIP.UA(configuration);
  assert.equal(socket.url, 'wss://sip.myhost.com');
  assert.equal(coolPhone.transport.url, 'ws://sip-ws.example.com');
});

test('JsSIP.debug: logs are switched on and off', () => {
  JsSIP.debug.enable('sip-elements:*');
  JsSIP.debug.disable();
});

test('UA: instantiation with ha1 and realm', () => {
  const socket = new JsSIP.WebSocketInterface('wss://sip.example.com');
  const configuration = {
    sockets: [socket],
    uri: 'sip:alice@example.com',
    ha1: '350fe29ce3890bd85d105998b0a95cf7',
    realm: 'sip.example.com',
  };
  const ua = new JsSIP.UA(configuration);
  assert.equal(ua.get('realm'), 'sip.example.com');
  assert.equal(ua.get('ha1'), undefined);
});

test('UA: unregister with all', async () => {
  stage = await Stage.open();
  const options = { all: true };
  stage.ua.unregister(options);
  assert.equal((await stage.peer.next('REGISTER')).header('Contact'), '*');
});

test('UA: call with handlers, headers, constraints and ICE servers', async () => {
  stage = await Stage.open();
  const told: string[] = [];
  const eventHandlers = {
    progress: function () {
      told.push('progress');
    },
    failed: function () {
      told.push('failed');
    },
    confirmed: function () {
      told.push('confirmed');
    },
    ended: function () {
      told.push('ended');
    },
  };
  const options = {
    eventHandlers: eventHandlers,
    extraHeaders: ['X-Foo: foo', 'X-Bar: bar'],
    mediaConstraints: { audio: true, video: true },
    pcConfig: {
      iceServers: [
        { urls: ['stun:a.example.com', 'stun:b.example.com'] },
        { urls: 'turn:example.com', username: 'foo', credential: ' 1234' },
      ],
    },
  };
  const session = stage.ua.call('sip:bob@example.com', options);
  const invite = await stage.peer.next('INVITE');
  assert.equal(invite.ruri, 'sip:bob@example.com');
  assert.equal(invite.header('X-Foo'), 'foo');
  assert.equal(invite.header('X-Bar'), 'bar');
  await stage.peer.respond(invite, 180);
  await stage.peer.accept(invite);
  await stage.peer.next('ACK');
  session.terminate();
  assert.deepEqual(told, ['progress', 'confirmed', 'ended']);
});

for (const who of ['UA', 'Message']) {
  test(`${who}: an instant message with handlers`, async () => {
    stage = await Stage.open();
    const told: string[] = [];
    const text = 'Hello Bob!';
    const eventHandlers = {
      succeeded: function () {
        told.push('succeeded');
      },
      failed: function () {
        told.push('failed');
      },
    };
    const options = { eventHandlers: eventHandlers };
    stage.ua.sendMessage('sip:bob@example.com', text, options);
    const message = await stage.peer.next('MESSAGE');
    assert.equal(message.body, text);
    await stage.peer.respond(message, 200);
    assert.deepEqual(told, ['succeeded']);
  });
}

test('Registrator: extra headers and extra Contact parameters', async () => {
  stage = await Stage.open();
  const { ua, peer } = stage;
  ua.registrator.setExtraHeaders(['X-Foo: bar']);
  ua.registrator.setExtraContactParams({ 'x-vendor': 'FooBar', verified: true });
  ua.register();
  const register = await peer.next('REGISTER');
  assert.equal(register.header('X-Foo'), 'bar');
  assert.match(register.header('Contact') ?? '', /;x-vendor=FooBar;verified/);
});

test('RTCSession: the data channel of the event peerconnection', async () => {
  stage = await Stage.open();
  let datachannel: unknown;
  stage.ua.on('newRTCSession', ({ session }) => {
    session.on('peerconnection', function (data) {
      // The fake has none; what matters is that this is the place, before the offer is made.
      datachannel = { label: 'chat', of: data.peerconnection };
    });
  });
  const session = stage.ua.call('bob');
  assert.deepEqual(datachannel, { label: 'chat', of: session.connection });
  assert.deepEqual(stage.peer.platform.peerConnections[0]?.log, []);
  session.terminate();
});

test('RTCSession: tones with duration, gap and headers', async () => {
  stage = await Stage.open();
  const { session: call } = await stage.callAnswered();
  const tones = '1234#';
  const extraHeaders = ['X-Foo: foo', 'X-Bar: bar'];
  const options = { duration: 160, interToneGap: 1200, extraHeaders: extraHeaders };
  call.sendDTMF(tones, options);
  for (const tone of tones) {
    const info = await stage.peer.next('INFO');
    assert.equal(info.body, `Signal=${tone}\r\nDuration=160\r\n`);
    assert.equal(info.header('X-Foo'), 'foo');
    await stage.peer.respond(info, 200);
  }
  call.terminate();
});

test('RTCSession: isOnHold and isMuted', async () => {
  stage = await Stage.open();
  const { session: rtcsession } = await stage.callAnswered();
  rtcsession.hold();
  await stage.peer.accept(await stage.peer.next('INVITE'), {
    body: 'v=0\r\no=- 1 2 IN IP4 192.0.2.9\r\ns=-\r\nt=0 0\r\nm=audio 40000 UDP/TLS/RTP/SAVPF 0\r\na=recvonly\r\n',
  });
  await stage.peer.next('ACK');
  assert.deepEqual(rtcsession.isOnHold(), { local: true, remote: false });
  rtcsession.mute();
  assert.deepEqual(rtcsession.isMuted(), { audio: true, video: false });
  rtcsession.terminate();
});

test('WebSocketInterface: via_transport is set', () => {
  const socket = new JsSIP.WebSocketInterface('ws://sip-ws.example.com');
  socket.via_transport = 'tcp';
  const configuration = { uri: 'sip:alice@example.com', sockets: [socket] };
  const ua = new JsSIP.UA(configuration);
  assert.equal(ua.transport.via_transport, 'TCP');
});

test('URI: instantiation and print', () => {
  const parameters = { param_name: 'param_value', valueless_param: null };
  const headers = {
    header_name: 'header_value',
    multi_header: ['multi_header_value1', 'multi_header_value2'],
  };
  const uri = new JsSIP.URI('sip', 'alice', 'atlanta.com', 5060, parameters, headers);
  assert.equal(uri.toAor(), 'sip:alice@atlanta.com');
  assert.equal(
    uri.toString(),
    'sip:alice@atlanta.com:5060;param_name=param_value;valueless_param?Header-Name=header_value&Multi-Header=multi_header_value1&Multi-Header=multi_header_value2',
  );
});

test('URI: properties', () => {
  const uri = new JsSIP.URI('sip', 'alice', 'atlanta.com');
  uri.scheme = 'sip';
  assert.equal(uri.scheme, 'sip');
  uri.scheme = 'sIP';
  assert.equal(uri.scheme, 'sip');
  uri.user = 'alice';
  assert.equal(uri.user, 'alice');
  uri.user = 'Alice';
  assert.equal(uri.user, 'Alice');
  uri.user = 'j@s0n';
  assert.equal(uri.toAor(), 'sip:j%40s0n@atlanta.com');
  uri.host = 'atlanta.com';
  assert.equal(uri.host, 'atlanta.com');
  uri.host = 'AtLATta.cOm';
  assert.equal(uri.host, 'atlatta.com');
  uri.port = 5060;
  assert.equal(uri.port, 5060);
  uri.port = '5060' as unknown as number;
  assert.equal(uri.port, 5060);
});

test('URI: parameters and headers', () => {
  const uri = new JsSIP.URI('sip', 'alice', 'atlanta.com', 5060);
  uri.setParam('param_name', 'param_value');
  assert.equal(uri.getParam('param_name'), 'param_value');
  assert.equal(uri.hasParam('param_name'), true);
  uri.deleteParam('param_name');
  assert.equal(uri.hasParam('param_name'), false);
  uri.setParam('param_name', 'param_value');
  uri.clearParams();
  assert.equal(uri.getParam('param_name'), undefined);
  uri.setHeader('header_name', 'header_value');
  uri.setHeader('header_name', ['header_value1', 'header_value2']);
  assert.deepEqual(uri.getHeader('header_name'), ['header_value1', 'header_value2']);
  assert.equal(
    uri.toString(),
    'sip:alice@atlanta.com:5060?Header-Name=header_value1&Header-Name=header_value2',
  );
  uri.setHeader('header_name', 'header_value');
  assert.deepEqual(uri.getHeader('header_name'), ['header_value']);
  assert.equal(uri.hasHeader('header_name'), true);
  uri.deleteHeader('header_name');
  assert.equal(uri.hasHeader('header_name'), false);
  uri.clearHeaders();
});

test('URI: clone, toAor and parse', () => {
  const uri = new JsSIP.URI('sip', 'alice', 'atlanta.com');
  const cloned_uri = uri.clone();
  assert.equal(cloned_uri === uri, false);
  assert.equal(uri.toAor(), 'sip:alice@atlanta.com');
  uri.user = 'j%40s0n';
  assert.equal(uri.toAor(), 'sip:j%40s0n@atlanta.com');
  assert.equal(JsSIP.URI.parse('sip:alice@atlanta.com')?.toString(), 'sip:alice@atlanta.com');
});

test('NameAddrHeader: instantiation, properties, parameters, clone and parse', () => {
  const uri = new JsSIP.URI('sip', 'alice', 'atlanta.com');
  const parameters = { parameter_1: 'value_1', parameter_2: null };
  const header = new JsSIP.NameAddrHeader(uri, 'Mrs. Alice', parameters);
  assert.equal(header.toString(), '"Mrs. Alice" <sip:alice@atlanta.com>;parameter_1=value_1;parameter_2');
  header.display_name = 'Mrs. Alice';
  assert.equal(header.display_name, 'Mrs. Alice');
  assert.equal(header.uri, uri);
  header.clearParams();
  header.setParam('param_name', 'param_value');
  assert.equal(header.getParam('param_name'), 'param_value');
  assert.equal(header.hasParam('param_name'), true);
  const cloned_header = header.clone();
  assert.equal(cloned_header === header, false);
  header.deleteParam('param_name');
  assert.equal(header.hasParam('param_name'), false);
  const name_addr_hdr = JsSIP.NameAddrHeader.parse(
    '"Mrs. Alice" <sip:alice@atlanta.com:5060>;param_name=param_value',
  );
  assert.equal(name_addr_hdr?.toString(), '"Mrs. Alice" <sip:alice@atlanta.com:5060>;param_name=param_value');
});

test('UA configuration: sockets, uri and password', () => {
  const socket = new JsSIP.WebSocketInterface('ws://sip-ws.example.com');
  const configuration = {
    sockets: [socket],
    uri: 'sip:alice@example.com',
    password: 'superpassword',
  };
  const ua = new JsSIP.UA(configuration);
  assert.equal(ua.get('password'), undefined);
  assert.equal(String(ua.get('uri')), 'sip:alice@example.com');
});
