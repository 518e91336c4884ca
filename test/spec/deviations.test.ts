/** COMPATIBILITY.md tells a person who migrates every deviation from the reference that docs/spec/behaviour.md marks. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { claimsOf } from './claims.ts';

const read = (path: string) => claimsOf(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** Part of a claim → part of the row that tells it. */
const TOLD: Record<string, string> = {
  'A socket whose methods': 'a socket with `async` methods',
  'Nothing that a peer sends': 'anything from the network',
  'come from `crypto`': 'from `crypto`',
  'Outgoing, inside `call()`': '`peerconnection` before `newRTCSession`',
  '`sdp` fires once': 'twice for a local new offer',
  'INVITE timed out': 'INVITE times out',
  'getUserMedia denied': 'getUserMedia denied',
  'A 2xx without or with': '2xx without usable SDP',
  'A 2xx that crosses': '2xx that crosses our CANCEL',
  'A forked second 2xx': 'forked second 2xx',
  'ICE failed': 'ICE failed',
  'sips R-URI': 'tel: Request-URI',
  'without Event 489': 'NOTIFY without Event',
  'a `Require` that': '`Require` of what we do not support',
  'INVITE whose body': 'INVITE with a multipart body',
  'any broken mandatory header': 'broken mandatory header',
  'a malformed optional header': 'malformed optional header',
  'second offer while': 'an offer while one is open',
  'UPDATE with an offer': 'UPDATE with an offer in an early dialog',
  'answers follow the same rule': 'answers while on hold',
  'A refused hold': 'refused hold, unhold, renegotiate',
  'Two in the same tick': 'two new offers in the same tick',
  '491 to our re-INVITE': '491 to a re-INVITE',
  'with 100rel': 'PRACK, 100rel',
  'Session timers': 'session timers',
  'a failed refresh': 'a failed refresh forgotten',
  'ICE: the INVITE': 'ICE gathering',
  "a dialog's Contact": 'the Contact of a dialog',
  '`Path` and `Service-Route`': '`Service-Route`',
  'after 401/403': 'registration refused with 401 or 403',
  '`unregister()` and `stop()`': '`unregister()`, `stop()` during a REGISTER',
  'Digest MD5': 'SHA-512-256',
  'several challenges': 'the strongest that we can answer',
  'several realms': 'several realms',
  'ACK to a challenged': 'ACK of a challenged INVITE',
  'in-dialog requests of every method': 'in-dialog requests that are challenged',
  'at once on `online`': 'at once when the network or the page is back',
  'A connection attempt': 'a connection attempt that hangs',
  'Liveness (**R**)': 'a dead connection',
  'pending in-dialog requests': 'in-dialog requests when the connection is lost',
  'REFER: 202': '`Refer-Sub: false`, `Referred-By`',
  'with nobody listening 603': 'REFER with nobody listening',
  'ended 603': 'Replaces of an ended call',
  'early-only honoured': 'early-only',
  'nobody listening: 486': '603, 486, 486',
};

test('every deviation that is marked R stands in a row of COMPATIBILITY.md', () => {
  const rows = read('COMPATIBILITY.md');
  const marked = read('docs/spec/behaviour.md').filter((claim) => /.\*\*R\*\*/.test(claim));
  assert.ok(marked.length > 40);
  for (const claim of marked) {
    const [, row] = Object.entries(TOLD).find(([excerpt]) => claim.includes(excerpt)) ?? [];
    assert.ok(row, `no row for: ${claim}`);
    assert.ok(
      rows.some((told) => told.includes(row)),
      `COMPATIBILITY.md does not tell: ${row}`,
    );
  }
  const idle = Object.keys(TOLD).filter((excerpt) => !marked.some((claim) => claim.includes(excerpt)));
  assert.deepEqual(idle, []);
});
