import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { WebSocketInterface } from '../../src/transport/websocket-interface.ts';
import { isSocket } from '../../src/transport/socket.ts';
import { FakePlatform } from '../support/fake-platform.ts';
import { FakeWebSocket } from '../support/fake-web-socket.ts';

let platform: FakePlatform;
const { opened } = FakeWebSocket;
let told: string[];

beforeEach(() => {
  platform = new FakePlatform();
  Object.defineProperty(platform, 'WebSocket', { value: FakeWebSocket });
  opened.length = 0;
  told = [];
});
afterEach(() => platform.release());

function socketTo(url: string): WebSocketInterface {
  const socket = new WebSocketInterface(url);
  socket.onconnect = () => told.push('connect');
  socket.ondisconnect = (error, code, reason) => told.push(`disconnect ${error} ${code} ${reason}`);
  socket.ondata = (data) => told.push(`data ${typeof data === 'string' ? data : 'binary'}`);
  return socket;
}

test('it speaks the subprotocol "sip" and carries text and binary frames', () => {
  const socket = socketTo('wss://sip.example.com/ws');
  socket.connect();
  const [webSocket] = opened;
  assert.equal(webSocket?.protocol, 'sip');
  assert.equal(webSocket?.url, 'wss://sip.example.com/ws');
  assert.equal(socket.send('too early'), false);
  webSocket?.open();
  assert.equal(socket.send('hello'), true);
  webSocket?.onmessage?.({ data: 'hi' });
  webSocket?.onmessage?.({ data: new ArrayBuffer(1) });
  assert.deepEqual(webSocket?.sent, ['hello']);
  assert.equal(webSocket?.binaryType, 'arraybuffer');
  assert.deepEqual(told, ['connect', 'data hi', 'data binary']);
});

test('it names itself for Via, Route and logs', () => {
  const secure = new WebSocketInterface('wss://sip.example.com:8443/ws?a=b');
  assert.equal(secure.via_transport, 'WSS');
  assert.equal(secure.sip_uri, 'sip:sip.example.com:8443;transport=ws');
  assert.equal(secure.url, 'wss://sip.example.com:8443/ws?a=b');
  assert.equal(new WebSocketInterface('ws://[::1]:8080').sip_uri, 'sip:[::1]:8080;transport=ws');
  const plain = new WebSocketInterface('WS://sip.example.com');
  assert.equal(plain.via_transport, 'WS');
  plain.via_transport = 'wss';
  assert.equal(plain.via_transport, 'WSS');
  assert.ok(isSocket(plain));
});

test('what is no ws: or wss: URL is a TypeError', () => {
  for (const url of [
    '',
    'sip.example.com',
    'https://sip.example.com',
    '//sip.example.com',
    undefined,
    null,
    5,
  ]) {
    assert.throws(() => new WebSocketInterface(url as string), TypeError, String(url));
  }
});

test('no handler runs after disconnect()', () => {
  const socket = socketTo('wss://sip.example.com');
  socket.connect();
  const [webSocket] = opened;
  const handlers = [webSocket?.onopen, webSocket?.onmessage, webSocket?.onclose];
  assert.ok(handlers.every(Boolean));
  socket.disconnect();
  socket.disconnect();
  assert.ok(webSocket?.closed);
  webSocket?.open();
  webSocket?.onmessage?.({ data: 'late' });
  webSocket?.onclose?.({ wasClean: true, code: 1000, reason: '' });
  assert.deepEqual(told, []);
  assert.equal(socket.send('late'), false);
});

test('a close tells whether it was an error, and the socket can connect again', () => {
  const socket = socketTo('wss://sip.example.com');
  socket.connect();
  socket.connect();
  assert.equal(opened.length, 1, 'one connection at a time');
  opened[0]?.open();
  opened[0]?.onclose?.({ wasClean: false, code: 1006, reason: '' });
  socket.connect();
  opened[1]?.open();
  opened[1]?.onclose?.({ wasClean: true, code: 1001, reason: 'bye' });
  assert.deepEqual(told, ['connect', 'disconnect true 1006 ', 'connect', 'disconnect false 1001 bye']);
});

test('where the browser forbids the connection, that is a disconnection', () => {
  socketTo('wss://forbidden.example.com').connect();
  assert.match(told[0] ?? '', /^disconnect true 1006 .*blocked/);
});

test('a platform without WebSocket is told as a disconnection', () => {
  platform.release();
  platform = new FakePlatform();
  socketTo('wss://sip.example.com').connect();
  assert.match(told[0] ?? '', /^disconnect true 1006 .*WebSocket/);
});

test('only what has every part of a socket is one', () => {
  const whole = {
    via_transport: 'WS',
    url: 'x',
    sip_uri: 'sip:x',
    connect() {},
    disconnect() {},
    send: () => true,
  };
  assert.ok(isSocket(whole));
  for (const part of Object.keys(whole)) assert.ok(!isSocket({ ...whole, [part]: undefined }), part);
  for (const value of [null, undefined, 'wss://x', 5, () => true]) assert.ok(!isSocket(value));
});
