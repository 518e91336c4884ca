import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { EndEvent, RTCSession } from '../../src/index.ts';
import { Stage } from '../support/calls.ts';
import { sdp } from '../support/scripted-peer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

/** The `reason` with which a call ends. */
function reasonOf(session: RTCSession): Promise<EndEvent['reason']> {
  return session.whenEnded().then(({ reason }) => reason);
}

test('an incoming call tells whom a trusted server says it is from', async () => {
  const { session } = await stage.ring({
    headers: ['P-Asserted-Identity: "Bob B." <sip:bob@example.com>, <tel:+4930123456>'],
  });
  assert.deepEqual(
    session.asserted_identity.map((identity) => [identity.display_name, identity.uri.toString()]),
    [
      ['Bob B.', 'sip:bob@example.com'],
      [null, 'tel:+4930123456'],
    ],
  );
});

test('an outgoing call tells who answered', async () => {
  const { peer } = stage;
  const { session } = stage.call();
  assert.equal(session.asserted_identity.length, 0);
  const invite = await peer.next('INVITE');
  await peer.respond(invite, 180, { headers: ['P-Asserted-Identity: <sip:reception@example.com>'] });
  assert.equal(session.asserted_identity[0]?.uri.user, 'reception');
  await peer.accept(invite, { headers: ['P-Asserted-Identity: <sip:carol@example.com>'] });
  await peer.next('ACK');
  assert.equal(session.asserted_identity[0]?.uri.user, 'carol');
});

for (const [where, headers, from] of [
  [
    'the asserted identity',
    ['P-Asserted-Identity: <sip:+4930@x;user=phone>;verstat=TN-Validation-Passed'],
    undefined,
  ],
  ['its number', ['P-Asserted-Identity: <sip:+4930;verstat=TN-Validation-Passed@x;user=phone>'], undefined],
  ['its tel URI', ['P-Asserted-Identity: <tel:+4930;verstat=TN-Validation-Passed>'], undefined],
  ['From', [], '<sip:bob@example.com>;tag=bob;verstat=TN-Validation-Passed'],
] as const) {
  test(`verification has the verstat of ${where}, and the Identity as it came`, async () => {
    const { session } = await stage.ring({
      headers: [...headers, 'Identity: abc.def.ghi;info=<https://x/>;alg=ES256'],
      ...(from && { from }),
    });
    assert.deepEqual(session.verification, {
      verstat: 'TN-Validation-Passed',
      identity: 'abc.def.ghi;info=<https://x/>;alg=ES256',
    });
  });
}

test('a display name cannot pretend a verstat', async () => {
  const { session } = await stage.ring({ from: '"x;verstat=TN-Validation-Passed" <sip:bob@x>;tag=bob' });
  assert.equal(session.verification.verstat, null);
});

test('where nothing is said of who or whence, nothing is told', async () => {
  const { session } = await stage.ring();
  assert.deepEqual(session.verification, { verstat: null, identity: null });
  assert.deepEqual([session.asserted_identity, session.diversion, session.history], [[], [], []]);
});

test('diversion and history tell where the call has been, with their parameters', async () => {
  const { session } = await stage.ring({
    headers: [
      'Diversion: "Desk" <sip:desk@example.com>;reason=no-answer;counter=1, <sip:main@example.com>;reason=unconditional',
      'History-Info: <sip:main@example.com>;index=1',
      'History-Info: <sip:desk@example.com?Reason=SIP%3Bcause%3D302>;index=1.1;mp=1',
    ],
  });
  assert.deepEqual(
    session.diversion.map((entry) => [entry.uri.user, entry.getParam('reason')]),
    [
      ['desk', 'no-answer'],
      ['main', 'unconditional'],
    ],
  );
  assert.deepEqual(
    session.history.map((entry) => [entry.uri.user, entry.getParam('index')]),
    [
      ['main', '1'],
      ['desk', '1.1'],
    ],
  );
});

test('malformed identities do no harm to the call', async () => {
  const { session } = await stage.ring({
    headers: ['P-Asserted-Identity: <<>', 'Diversion: ;;', 'History-Info: "', 'Identity: '],
  });
  assert.deepEqual([session.asserted_identity, session.diversion, session.history], [[], [], []]);
  assert.equal(session.isInProgress(), true);
});

test('the Reason of a BYE is told with ended', async () => {
  const call = await stage.callAnswered();
  const reason = reasonOf(call.session);
  await call.ask('BYE', { headers: ['Reason: Q.850;cause=16;text="Normal call clearing"'] });
  assert.deepEqual(await reason, { protocol: 'q.850', cause: 16, text: 'Normal call clearing' });
});

test('the Reason of a refusal is told with failed, and none where there is none', async () => {
  const { peer } = stage;
  const refused = stage.call();
  const reason = reasonOf(refused.session);
  await peer.respond(await peer.next('INVITE'), 503, { headers: ['Reason: SIP;cause=503'] });
  await peer.next('ACK');
  assert.deepEqual(await reason, { protocol: 'sip', cause: 503, text: undefined });
  const other = stage.call();
  const none = other.session.whenEnded();
  await peer.respond(await peer.next('INVITE'), 486);
  assert.equal('reason' in (await none), false);
});

test('the Reason of a CANCEL tells that somebody else took the call', async () => {
  const { session, invite } = await stage.ring();
  const reason = reasonOf(session);
  await stage.peer.request('CANCEL', {
    headers: ['Reason: SIP;cause=200;text="Call completed elsewhere"'],
    branch: /branch=([^;\r]+)/.exec(invite.text)?.[1] ?? '',
  });
  assert.deepEqual(await reason, { protocol: 'sip', cause: 200, text: 'Call completed elsewhere' });
});

test('a malformed Reason is none', async () => {
  const call = await stage.callAnswered();
  const ended = call.session.whenEnded();
  await call.ask('BYE', { headers: ['Reason: ;;;'] });
  assert.equal('reason' in (await ended), false);
});

test('local and remote identity are From and To of the INVITE, by who called', async () => {
  const outgoing = stage.call({ fromDisplayName: 'Alice' });
  assert.equal(outgoing.session.local_identity.display_name, 'Alice');
  assert.equal(outgoing.session.remote_identity.uri.toString(), 'sip:bob@example.com');
  await stage.peer.next('INVITE');
  const incoming = await stage.ring({ body: sdp() });
  assert.equal(incoming.session.local_identity.uri.toString(), 'sip:alice@example.com');
  assert.equal(incoming.session.remote_identity.display_name, 'Bob');
});

test('contact is what the far end was given', async () => {
  const { session } = stage.call();
  const invite = await stage.peer.next('INVITE');
  assert.equal(session.contact, invite.header('Contact'));
});
