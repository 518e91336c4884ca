import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  heldDirection,
  offersKind,
  readMediaLines,
  saysRemoteHold,
  withHold,
  type Direction,
} from '../../src/media/sdp.ts';

interface TortureEntry {
  id: string;
  desc: string;
  ref: string;
  role: 'remote-offer' | 'remote-answer';
  valid: boolean;
  file: string;
  localFile?: string;
  hold: { remote: boolean | null; local: boolean };
  facts?: Record<string, unknown>;
  answerDirections?: ({ noHold?: string[]; localHold: string[] } | null)[];
}

const folder = new URL('../data/torture/sdp/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { entries } = JSON.parse(read('manifest.json')) as { entries: TortureEntry[] };

/** What a browser answers, before any hold of ours: the offer's direction, turned round. */
const TURNED: Record<Direction, Direction> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/** The facts of the manifest that a call cares about. */
const FACTS: Record<string, string> = {
  type: 'kind',
  direction: 'direction',
  address: 'address',
  rejected: 'rejected',
};

for (const entry of entries) {
  const sdp = read(entry.file);

  test(`${entry.id}: ${entry.desc} (${entry.ref})`, () => {
    const lines = readMediaLines(sdp);
    assert.equal(lines !== undefined, entry.valid);
    for (const [path, expected] of Object.entries(entry.facts ?? {})) {
      const [, index, name] = /^media\/(\d+)\/(\w+)$/.exec(path) ?? [];
      const key = FACTS[name ?? ''];
      if (key) assert.equal(lines?.[Number(index)]?.[key as 'kind'], expected, path);
      if (name === 'iceUfrag') assert.equal(lines?.[Number(index)]?.ice, true);
      if (path === 'media/length') assert.equal(lines?.length, expected);
    }
    const ownOffer = entry.role === 'remote-answer' ? read(entry.localFile!) : undefined;
    assert.equal(saysRemoteHold(sdp, ownOffer) ?? null, entry.hold.remote);
  });

  if (entry.answerDirections) {
    test(`${entry.id}: what we may answer, without and with a hold of ours`, () => {
      const remote = entry.hold.remote === true;
      for (const [index, allowed] of entry.answerDirections!.entries()) {
        if (!allowed) continue;
        const answer = TURNED[readMediaLines(sdp)![index]!.direction];
        if (allowed.noHold)
          assert.ok(allowed.noHold.includes(heldDirection(answer, { local: false, remote })));
        assert.ok(allowed.localHold.includes(heldDirection(answer, { local: true, remote })));
      }
    });
  }
}

test('a direction in an answer to our own recvonly or inactive says nothing about a hold', () => {
  const offer = read('chrome-offer-trickle.sdp');
  for (const direction of ['recvonly', 'inactive']) {
    const own = offer.replace('a=sendrecv', `a=${direction}`);
    assert.equal(saysRemoteHold(offer.replace('a=sendrecv', 'a=inactive'), own), undefined);
  }
  assert.equal(saysRemoteHold(offer.replace('a=sendrecv', 'a=inactive'), offer), true);
});

test('a line that is switched off does not count, whatever it says', () => {
  const sdp = 'v=0\r\nm=audio 4000 RTP/AVP 0\r\na=sendonly\r\nm=video 0 RTP/AVP 96\r\na=sendrecv\r\n';
  assert.equal(saysRemoteHold(sdp), true);
  assert.equal(saysRemoteHold('v=0\r\nm=audio 0 RTP/AVP 0\r\na=sendonly\r\n'), undefined);
});

test('only where every live line says so the far end holds', () => {
  const sdp = 'v=0\r\nm=audio 4000 RTP/AVP 0\r\na=sendonly\r\nm=video 4002 RTP/AVP 96\r\na=sendrecv\r\n';
  assert.equal(saysRemoteHold(sdp), false);
});

test('directions under holds of one side, of the other and of both', () => {
  const rows: [Direction, Direction, Direction, Direction][] = [
    // as it is, we hold, they hold, both hold
    ['sendrecv', 'sendonly', 'recvonly', 'inactive'],
    ['sendonly', 'sendonly', 'inactive', 'inactive'],
    ['recvonly', 'inactive', 'recvonly', 'inactive'],
    ['inactive', 'inactive', 'inactive', 'inactive'],
  ];
  for (const [own, local, remote, both] of rows) {
    assert.equal(heldDirection(own, { local: false, remote: false }), own);
    assert.equal(heldDirection(own, { local: true, remote: false }), local);
    assert.equal(heldDirection(own, { local: false, remote: true }), remote);
    assert.equal(heldDirection(own, { local: true, remote: true }), both);
  }
});

test('a hold changes the directions of audio and video, and leaves every other line to the letter', () => {
  for (const { file } of entries) {
    const sdp = read(file);
    assert.equal(withHold(sdp, { local: false, remote: false }), sdp);
    const before = sdp.split('\r\n');
    const after = withHold(sdp, { local: true, remote: false }).split('\r\n');
    assert.equal(after.length, before.length);
    let kind = '';
    before.forEach((line, index) => {
      kind = /^m=(\w+)/.exec(line)?.[1] ?? kind;
      const direction = /^a=(sendrecv|sendonly|recvonly|inactive)$/.exec(line)?.[1];
      const ours = (kind === 'audio' || kind === 'video') && direction !== undefined;
      const held = ours ? `a=${heldDirection(direction as Direction, { local: true, remote: false })}` : line;
      assert.equal(after[index], held, file);
    });
  }
});

test('which kinds an offer holds', () => {
  const bundle = read('chrome-bundle-only.sdp');
  assert.ok(offersKind(bundle, 'audio'));
  assert.ok(offersKind(bundle, 'video'), 'a bundle-only line lives, although its port is 0');
  assert.ok(!offersKind(read('asterisk-plain-hold.sdp'), 'video'));
  assert.ok(!offersKind('nonsense', 'audio'));
});

test('text that is no description is none, and breaks nothing', () => {
  for (const text of ['', 'hello', 'v=1\r\n', '\r\nv=0\r\n', 'm=audio'])
    assert.equal(readMediaLines(text), undefined);
  assert.deepEqual(readMediaLines('v=0\r\n'), []);
});
