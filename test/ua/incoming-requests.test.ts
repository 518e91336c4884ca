import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Agent } from '../../src/ua/agent.ts';
import type { UAConfiguration } from '../../src/ua/configuration.ts';
import { PEER_CONTACT, ScriptedPeer, sdp, type PeerRequest, type Wire } from '../support/scripted-peer.ts';

const ALLOW = 'INVITE, ACK, CANCEL, BYE, UPDATE, NOTIFY, OPTIONS';

let peer: ScriptedPeer;
let agent: Agent;

async function startAgent(more: Partial<UAConfiguration> = {}): Promise<void> {
  agent = new Agent({ uri: 'sip:alice@example.com', sockets: peer.socket, register: false, ...more });
  agent.start();
  await peer.platform.advance(1);
}

beforeEach(async () => {
  peer = new ScriptedPeer();
  await startAgent();
});
afterEach(() => peer.platform.release());

/** The UA takes calls; what came is counted. */
function takeCalls(): { calls: number } {
  const counted = { calls: 0 };
  agent.on('newRTCSession', ({ originator }) => {
    if (originator === 'remote') counted.calls += 1;
  });
  return counted;
}

/** What the UA answers; 100 apart. */
async function answerTo(method: string, request?: PeerRequest): Promise<Wire> {
  await peer.request(method, request);
  for (let answer = await peer.next(); ; answer = await peer.next()) if (answer.status !== 100) return answer;
}

/** What the UA answers to a message that the test wrote itself. */
async function answerToText(lines: string[]): Promise<Wire | undefined> {
  await peer.deliver(`${lines.join('\r\n')}\r\n\r\n`);
  return (await peer.rest()).find(({ status }) => status !== 100);
}

const mandatory = (method: string, cseqMethod = method) => [
  `${method} sip:alice@example.com SIP/2.0`,
  'Via: SIP/2.0/WS server.example.com;branch=z9hG4bKtext',
  'Max-Forwards: 70',
  'From: <sip:bob@example.com>;tag=bob',
  'To: <sip:alice@example.com>',
  'Call-ID: text',
  `CSeq: 1 ${cseqMethod}`,
];

test('a user that is neither the account nor the Contact is answered 404', async () => {
  assert.equal((await answerTo('OPTIONS', { uri: 'sip:bob@example.com' })).status, 404);
  assert.equal((await answerTo('INVITE', { uri: 'sip:ALICE@example.com' })).status, 404);
  assert.equal((await answerTo('OPTIONS', { uri: 'sip:example.com' })).status, 404);
  assert.equal((await answerTo('OPTIONS', { uri: 'sip:%61lice@example.com' })).status, 200);
});

test('the account and the Contact are reached, with whatever host and parameters', async () => {
  const contact = agent.contact.uri;
  for (const uri of [
    'sip:alice@example.com',
    'sip:alice@other.example.com;a=b',
    `sip:${contact.user}@1.2.3.4;ob`,
  ]) {
    assert.equal((await answerTo('OPTIONS', { uri })).status, 200, uri);
  }
});

test('schemes other than sip are answered 416', async () => {
  assert.equal((await answerTo('OPTIONS', { uri: 'sips:alice@example.com' })).status, 416);
  assert.equal((await answerTo('OPTIONS', { uri: 'tel:+123456' })).status, 416);
});

test('a To tag of no dialog, a BYE and a CANCEL of nothing are answered 481', async () => {
  const to = '<sip:alice@example.com>;tag=gone';
  for (const method of ['INVITE', 'BYE', 'INFO', 'OPTIONS', 'NOTIFY']) {
    assert.equal((await answerTo(method, { to, callId: method })).status, 481, method);
  }
  assert.equal((await answerTo('BYE')).status, 481);
  assert.equal((await answerTo('CANCEL')).status, 481);
});

test('OPTIONS is answered with what the UA can do', async () => {
  const answer = await answerTo('OPTIONS');
  assert.equal(answer.status, 200);
  assert.equal(answer.header('Allow'), ALLOW);
  assert.match(answer.header('Accept') ?? '', /application\/sdp/);
  assert.equal(answer.header('Supported'), 'outbound, gruu, path');
  assert.ok(answer.tag('To'));
});

test('a NOTIFY outside any subscription is a sipEvent, one without a readable Event is answered 489', async () => {
  const events: unknown[] = [];
  agent.on('sipEvent', ({ event, request }) =>
    events.push([(event as { event: string }).event, request.body]),
  );
  const headers = ['Event: message-summary', 'Content-Type: text/plain'];
  assert.equal((await answerTo('NOTIFY', { headers, body: 'Messages-Waiting: yes' })).status, 200);
  assert.deepEqual(events, [['message-summary', 'Messages-Waiting: yes']]);
  assert.equal((await answerTo('NOTIFY', { callId: 'other' })).status, 489);
  assert.equal((await answerTo('NOTIFY', { callId: 'third', headers: ['Event: ;'] })).status, 489);
  assert.equal(events.length, 1);
});

test('methods that nobody takes are answered 405 with Allow', async () => {
  for (const method of ['INVITE', 'MESSAGE', 'SUBSCRIBE', 'REFER', 'PUBLISH', 'FUTURE']) {
    const answer = await answerTo(method, { callId: method, body: method === 'INVITE' ? sdp() : '' });
    assert.equal(answer.status, 405, method);
    assert.equal(answer.header('Allow'), ALLOW);
  }
});

test('a Require of what we do not know is answered 420 with Unsupported, and only that', async () => {
  const headers = ['Require: outbound, 100rel', 'Require: GRUU, future'];
  const answer = await answerTo('OPTIONS', { headers });
  assert.equal(answer.status, 420);
  assert.equal(answer.header('Unsupported'), '100rel, future');
  assert.equal((await answerTo('OPTIONS', { callId: 'b', headers: ['Require: path'] })).status, 200);
});

test('an INVITE whose body is no SDP is answered 415 with Accept', async () => {
  const counted = takeCalls();
  const answer = await answerTo('INVITE', { headers: ['Content-Type: text/plain'], body: 'hello' });
  assert.equal(answer.status, 415);
  assert.equal(answer.header('Accept'), 'application/sdp');
  assert.equal(counted.calls, 0);
});

/** A multipart body of a plain text and another part, which follows the head that is given. */
const multipart = (head: string, part: string) =>
  ['for nobody', '--b', '', 'hello', '--b', head, '', `${part}--b--`, 'for nobody'].join('\r\n');

test('multipart that holds SDP is a call with that offer; multipart without SDP is answered 415', async () => {
  const counted = takeCalls();
  const headers = ['Content-Type: multipart/mixed; boundary="b"'];
  const body = multipart('Content-ID: <1>\r\nContent-Type: Application/SDP; charset=utf-8', sdp());
  let offered: string | undefined;
  agent.on('newRTCSession', ({ session }) => {
    session.on('sdp', ({ originator, sdp: text }) => {
      if (originator === 'remote') offered = text;
    });
  });
  assert.equal((await answerTo('INVITE', { callId: 'mixed', headers, body })).status, 180);
  assert.equal(counted.calls, 1);
  agent.sessions[0]?.answer({ mediaConstraints: { audio: true } });
  assert.equal((await peer.next()).status, 200);
  assert.equal(offered, sdp());
  const other = multipart('Content-Type: text/html', '<b>');
  assert.equal((await answerTo('INVITE', { callId: 'other', headers, body: other })).status, 415);
  const unreadable = ['Content-Type: multipart/mixed'];
  assert.equal((await answerTo('INVITE', { callId: 'unbounded', headers: unreadable, body })).status, 415);
});

test('an INVITE without a body is a call', async () => {
  const counted = takeCalls();
  assert.equal((await answerTo('INVITE')).status, 180);
  assert.equal(counted.calls, 1);
});

test('a browser without WebRTC answers calls 488', async () => {
  const counted = takeCalls();
  Object.defineProperty(peer.platform, 'RTCPeerConnection', { value: undefined });
  assert.equal((await answerTo('INVITE', { body: sdp() })).status, 488);
  assert.equal(counted.calls, 0);
});

test('the same request on a second path is merged: 482', async () => {
  const counted = takeCalls();
  assert.equal((await answerTo('INVITE', { body: sdp() })).status, 180);
  assert.equal((await answerTo('INVITE', { body: sdp() })).status, 482);
  assert.equal(counted.calls, 1);
});

test('a request of our own that loops back is answered 482', async () => {
  const counted = takeCalls();
  agent.call('alice');
  const invite = await peer.next('INVITE');
  const answer = await answerTo('INVITE', {
    callId: invite.header('Call-ID') ?? '',
    from: invite.header('From') ?? '',
    cseq: invite.cseq,
    body: invite.body,
  });
  assert.equal(answer.status, 482);
  assert.equal(counted.calls, 0);
});

test('a request that comes again is answered again, and means nothing new', async () => {
  const counted = takeCalls();
  const request: PeerRequest = { body: sdp(), branch: 'z9hG4bKsame' };
  assert.equal((await answerTo('INVITE', request)).status, 180);
  assert.equal((await answerTo('INVITE', request)).status, 180);
  assert.equal(counted.calls, 1);
});

test('a message that is broken, but can be answered, is answered 400', async () => {
  takeCalls();
  assert.equal((await answerToText(mandatory('INVITE')))?.status, 400, 'no Contact');
  const broken: [what: string, lines: string[]][] = [
    ['CSeq of another method', [...mandatory('OPTIONS', 'INVITE')]],
    ['Content-Length beyond the body', [...mandatory('OPTIONS'), 'Content-Length: 5']],
    ['two From', [...mandatory('OPTIONS'), 'From: <sip:eve@example.com>;tag=e']],
    ['no readable CSeq', mandatory('OPTIONS').map((line) => line.replace(/^CSeq.*/, 'CSeq: x'))],
  ];
  for (const [what, lines] of broken) assert.equal((await answerToText(lines))?.status, 400, what);
});

test('what cannot be answered is dropped, and nothing throws', async () => {
  const noVia = mandatory('OPTIONS').filter((line) => !line.startsWith('Via'));
  for (const lines of [noVia, mandatory('ACK', 'INVITE'), ['nonsense'], ['SIP/2.0 200 OK'], ['']]) {
    assert.equal(await answerToText(lines), undefined, lines[0]);
  }
  peer.socket.ondata?.(new Uint8Array([0, 255, 254]));
  peer.socket.ondata?.(new ArrayBuffer(0));
  assert.deepEqual(await peer.rest(), []);
});

test('an ACK is never answered', async () => {
  await peer.request('ACK');
  await peer.request('ACK', { to: '<sip:alice@example.com>;tag=gone' });
  assert.deepEqual(await peer.rest(), []);
});

test('a malformed optional header does no harm', async () => {
  const headers = [
    'Warning: nonsense',
    'Session-Expires: soon',
    'Reply-To: <<<',
    'Date: never',
    'Expires: x',
  ];
  assert.equal((await answerTo('OPTIONS', { headers })).status, 200);
});

test('the far end cancels its call: 200 and 487, of one tag', async () => {
  const endings: string[] = [];
  agent.on('newRTCSession', ({ session }) =>
    session.on('failed', ({ originator, cause }) => endings.push(`${originator} ${cause}`)),
  );
  const invite = await answerTo('INVITE', { body: sdp(), branch: 'z9hG4bKc' });
  await peer.request('CANCEL', { branch: 'z9hG4bKc' });
  const answers = await peer.rest();
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 487]);
  for (const answer of answers) assert.equal(answer.tag('To'), invite.tag('To'));
  assert.deepEqual(endings, ['remote Canceled']);
});

test('answers carry User-Agent and the headers of the account', async () => {
  agent.stop();
  await startAgent({ user_agent: 'shop/1', extra_headers: ['X-Shop: a', 'X-Shop: b'] });
  const answers = [
    await answerTo('OPTIONS', { callId: '1' }),
    await answerTo('OPTIONS', { callId: '2', uri: 'sip:bob@example.com' }),
    await answerToText(mandatory('OPTIONS', 'INFO')),
  ];
  for (const answer of answers) {
    assert.equal(answer?.header('User-Agent'), 'shop/1');
    assert.deepEqual(answer?.headers('X-Shop'), ['a', 'b']);
  }
});

test('binary frames are messages, too', async () => {
  const text = `${[...mandatory('OPTIONS'), PEER_CONTACT].join('\r\n')}\r\n\r\n`;
  peer.socket.ondata?.(new TextEncoder().encode(text).buffer);
  assert.equal((await peer.next()).status, 200);
});
