/**
 * Whatever an application hands over, it is one header at most: a value that tries to break out is refused by name,
 * or what is sent has no line that was not meant.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigurationError } from '../../src/errors.ts';
import { type RTCSession, type UAConfiguration } from '../../src/index.ts';
import { Stage } from '../support/calls.ts';
import { PEER_CONTACT } from '../support/scripted-peer.ts';

const BREAKING = [
  'a\r\nX-Evil: yes',
  'a\nX-Evil: yes',
  'a\rX-Evil: yes',
  'a\0b',
  '"\\\r\\\nX-Evil: yes"',
  'X-A: b\r\n\r\nINVITE sip:evil@example.com SIP/2.0',
  'X-A: b\r\nX-Evil: yes',
];

/** What is under the application's hands. */
interface Hands {
  stage: Stage;
  /** A call that is up. */
  session: RTCSession;
  /** A call that rings here. */
  ringing: RTCSession;
}

/** The option by its name → hands a value over in its place. The methods take any string where types allow fewer. */
type Entries = Record<string, (hands: Hands, evil: string) => unknown>;

const UA_ENTRIES: Entries = {
  'call target': ({ stage }, evil) => stage.ua.call(evil),
  'call extraHeaders': ({ stage }, evil) => stage.call({ extraHeaders: [evil] }),
  'call fromUserName': ({ stage }, evil) => stage.call({ fromUserName: evil }),
  'call fromDisplayName': ({ stage }, evil) => stage.call({ fromDisplayName: evil }),
  'call sessionTimersExpires': ({ stage }, evil) => stage.call({ sessionTimersExpires: evil as never }),
  'terminateSessions extraHeaders': ({ stage }, evil) => stage.ua.terminateSessions({ extraHeaders: [evil] }),
  'sendMessage target': ({ stage }, evil) => stage.ua.sendMessage(evil, 'hello'),
  'sendMessage contentType': ({ stage }, evil) => stage.ua.sendMessage('bob', 'hello', { contentType: evil }),
  'sendMessage extraHeaders': ({ stage }, evil) => stage.ua.sendMessage('bob', 'x', { extraHeaders: [evil] }),
  'sendMessage body': ({ stage }, evil) => stage.ua.sendMessage('bob', evil),
  'sendOptions target': ({ stage }, evil) => stage.ua.sendOptions(evil),
  'sendOptions contentType': ({ stage }, evil) => stage.ua.sendOptions('bob', 'x', { contentType: evil }),
  'sendOptions extraHeaders': ({ stage }, evil) => stage.ua.sendOptions('bob', 'x', { extraHeaders: [evil] }),
  'publish target': ({ stage }, evil) => stage.ua.publish(evil, 'presence', 'x'),
  'publish eventName': ({ stage }, evil) => stage.ua.publish('bob', evil, 'x'),
  'publish contentType': ({ stage }, evil) => stage.ua.publish('bob', 'presence', 'x', { contentType: evil }),
  'publish expires': ({ stage }, evil) =>
    stage.ua.publish('bob', 'presence', 'x', { expires: evil as never }),
  'publish extraHeaders': ({ stage }, evil) => stage.ua.publish('bob', 'x', 'x', { extraHeaders: [evil] }),
  'subscribe target': ({ stage }, evil) => stage.ua.subscribe(evil, 'presence', 'text/plain').subscribe(),
  'subscribe eventName': ({ stage }, evil) => stage.ua.subscribe('bob', evil, 'text/plain').subscribe(),
  'subscribe accept': ({ stage }, evil) => stage.ua.subscribe('bob', 'presence', evil).subscribe(),
  'subscribe contentType': (hands, evil) => subscribe(hands, { contentType: evil }),
  'subscribe allowEvents': (hands, evil) => subscribe(hands, { allowEvents: evil }),
  'subscribe extraHeaders': (hands, evil) => subscribe(hands, { extraHeaders: [evil] }),
  'subscribe expires': (hands, evil) => subscribe(hands, { expires: evil }),
  'subscribe params': (hands, evil) => subscribe(hands, { params: { from_uri: evil } }),
  'subscribe params to_uri': (hands, evil) => subscribe(hands, { params: { to_uri: evil } }),
  'subscribe display_name': (hands, evil) => subscribe(hands, { params: { from_display_name: evil } }),
  'subscribe display_name of To': (hands, evil) => subscribe(hands, { params: { to_display_name: evil } }),
  'registrator extraHeaders': ({ stage }, evil) =>
    register(stage, () => stage.ua.registrator.setExtraHeaders([evil])),
  'registrator extraContactParams': ({ stage }, evil) =>
    register(stage, () => stage.ua.registrator.setExtraContactParams({ x: evil })),
  'registrator extraContactParams name': ({ stage }, evil) =>
    register(stage, () => stage.ua.registrator.setExtraContactParams({ [evil]: 'x' })),
};

const SESSION_ENTRIES: Entries = {
  'terminate extraHeaders': ({ session }, evil) => session.terminate({ extraHeaders: [evil] }),
  'terminate reason_phrase': ({ session }, evil) =>
    session.terminate({ status_code: 480, reason_phrase: evil }),
  'terminate status_code': ({ session }, evil) => session.terminate({ status_code: evil as never }),
  'reject reason_phrase': ({ ringing }, evil) => ringing.terminate({ status_code: 480, reason_phrase: evil }),
  'reject extraHeaders': ({ ringing }, evil) => ringing.terminate({ extraHeaders: [evil] }),
  'answer extraHeaders': ({ ringing }, evil) => ringing.answer({ extraHeaders: [evil] }),
  'hold extraHeaders': ({ session }, evil) => session.hold({ extraHeaders: [evil] }),
  'renegotiate extraHeaders': ({ session }, evil) => session.renegotiate({ extraHeaders: [evil] }),
  'sendDTMF tones': ({ session }, evil) => session.sendDTMF(evil),
  'sendDTMF extraHeaders': ({ session }, evil) => session.sendDTMF('1', { extraHeaders: [evil] }),
  'sendDTMF duration': ({ session }, evil) => session.sendDTMF('1', { duration: evil as never }),
  'sendDTMF transportType': ({ session }, evil) => session.sendDTMF('1', { transportType: evil as never }),
  'sendInfo contentType': ({ session }, evil) => session.sendInfo(evil, 'x'),
  'sendInfo extraHeaders': ({ session }, evil) =>
    session.sendInfo('text/plain', 'x', { extraHeaders: [evil] }),
  'refer target': ({ session }, evil) => session.refer(evil),
  'refer extraHeaders': ({ session }, evil) => session.refer('carol', { extraHeaders: [evil] }),
  'sendRequest method': ({ session }, evil) => session.sendRequest(evil),
  'sendRequest extraHeaders': ({ session }, evil) => session.sendRequest('FOO', { extraHeaders: [evil] }),
};

function subscribe({ stage }: Hands, options: object): void {
  stage.ua.subscribe('bob', 'presence', 'text/plain', options).subscribe('x');
}

function register(stage: Stage, set: () => void): void {
  set();
  stage.ua.register();
}

for (const [option, handOver] of Object.entries({ ...UA_ENTRIES, ...SESSION_ENTRIES })) {
  test(`${option}: no value breaks out of its place`, async () => {
    for (const evil of BREAKING) {
      const stage = await Stage.open();
      const { session } = await stage.callAnswered();
      const { session: ringing } = await stage.ring({ callId: 'rings' });
      await stage.peer.rest();
      try {
        handOver({ stage, session, ringing }, evil);
      } catch (error) {
        assertRefused(error, option);
      }
      await stage.peer.platform.advance(2_000);
      await assertHarmless(stage);
      stage.close();
    }
  });
}

const CONFIGURED = [
  ...['uri', 'password', 'ha1', 'realm', 'authorization_user', 'authorization_jwt', 'display_name'],
  ...['contact_uri', 'user_agent', 'instance_id', 'register_expires', 'register_from_tag_trail'],
  ...['registrar_server', 'no_answer_timeout', 'session_timers_refresh_method', 'extra_headers'],
] as (keyof UAConfiguration)[];

for (const parameter of CONFIGURED) {
  test(`UA configuration, ${parameter}: no value breaks out of its place`, async () => {
    for (const evil of BREAKING) {
      const value = parameter === 'extra_headers' ? [evil] : evil;
      let stage: Stage;
      try {
        stage = await Stage.open({ password: 'secret', register: true, [parameter]: value });
      } catch (error) {
        assert.ok(error instanceof ConfigurationError, String(error));
        assert.equal(error.parameter, parameter);
        continue;
      }
      await challengeRegister(stage);
      stage.call();
      await stage.peer.platform.advance(2_000);
      await assertHarmless(stage);
      stage.close();
    }
  });

  test(`ua.set(), ${parameter}: no value breaks out of its place`, async () => {
    for (const evil of BREAKING) {
      const stage = await Stage.open({ password: 'secret' });
      stage.ua.set(parameter, parameter === 'extra_headers' ? [evil] : evil);
      stage.ua.register();
      await challengeRegister(stage);
      stage.call();
      await stage.peer.platform.advance(2_000);
      await assertHarmless(stage);
      stage.close();
    }
  });
}

test('answers to what came in: no value breaks out of its place', async () => {
  const attempts: Record<string, (stage: Stage, evil: string) => void> = {
    reason_phrase: ({ ua }, evil) =>
      ua.on('newMessage', ({ message }) =>
        refused('reason_phrase', () => message.reject({ reason_phrase: evil })),
      ),
    extraHeaders: ({ ua }, evil) =>
      ua.on('newMessage', ({ message }) =>
        refused('extraHeaders', () => message.accept({ extraHeaders: [evil] })),
      ),
  };
  for (const evil of BREAKING) {
    for (const listen of Object.values(attempts)) {
      const stage = await Stage.open();
      listen(stage, evil);
      await stage.peer.request('MESSAGE', { body: 'hello' });
      await assertHarmless(stage);
      stage.close();
    }
  }
});

test('a notifier: no value breaks out of its place', async () => {
  const attempts: Record<string, (stage: Stage, evil: string) => void> = {
    contentType: ({ ua }, evil) => ua.on('newSubscribe', ({ request }) => ua.notify(request, evil).start()),
    allowEvents: ({ ua }, evil) =>
      ua.on('newSubscribe', ({ request }) => ua.notify(request, 'text/plain', { allowEvents: evil }).start()),
    extraHeaders: ({ ua }, evil) =>
      ua.on('newSubscribe', ({ request }) =>
        ua.notify(request, 'text/plain', { extraHeaders: [evil] }).start(),
      ),
    reason: ({ ua }, evil) =>
      ua.on('newSubscribe', ({ request }) => {
        const notifier = ua.notify(request, 'text/plain');
        notifier.start();
        notifier.terminate(null, evil);
      }),
    retryAfter: ({ ua }, evil) =>
      ua.on('newSubscribe', ({ request }) => {
        const notifier = ua.notify(request, 'text/plain');
        notifier.start();
        notifier.terminate(null, 'probation', evil as never);
      }),
  };
  const world = globalThis as { reportError?: (error: unknown) => void };
  for (const [option, listen] of Object.entries(attempts)) {
    for (const evil of BREAKING) {
      const stage = await Stage.open();
      const errors: unknown[] = [];
      world.reportError = (error) => void errors.push(error);
      listen(stage, evil);
      const headers = [PEER_CONTACT, 'Event: presence'];
      await stage.peer.request('SUBSCRIBE', { headers });
      for (const error of errors) assertRefused(error, option);
      await assertHarmless(stage);
      delete world.reportError;
      stage.close();
    }
  }
});

function refused(option: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    assertRefused(error, option);
  }
}

/** A TypeError that names what was wrong. */
function assertRefused(error: unknown, option: string): void {
  assert.ok(error instanceof TypeError, `${option}: ${String(error)}`);
  const name = option.split(' ')[1] ?? option;
  assert.ok(error.message.includes(name), `"${error.message}" does not name ${name}`);
}

async function challengeRegister(stage: Stage): Promise<void> {
  const register = (await stage.peer.rest()).find(({ method }) => method === 'REGISTER');
  const headers = ['WWW-Authenticate: Digest realm="r", nonce="n", userhash=true, qop="auth"'];
  if (register) await stage.peer.respond(register, 401, { headers });
  await stage.peer.platform.advance(10);
}

/** No message that was sent has a line that was not meant. */
async function assertHarmless(stage: Stage): Promise<void> {
  await stage.peer.platform.advance(100);
  for (const text of stage.peer.socket.sent) {
    const head = text.slice(0, text.indexOf('\r\n\r\n'));
    assert.doesNotMatch(head, /\0|\r(?!\n)|(?<!\r)\n/, 'a line break or NUL by itself');
    assert.doesNotMatch(head, /^X-Evil|^INVITE sip:evil/m);
    assert.equal(head.match(/^Content-Length: /gm)?.length, 1);
    const body = text.slice(head.length + 4);
    assert.equal(Buffer.byteLength(body), Number(/^Content-Length: (\d+)$/m.exec(head)?.[1]));
  }
}
