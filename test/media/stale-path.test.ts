import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPathStale } from '../../src/media/stale-path.ts';

/** A connection whose far end has this user fragment; `transport` is that of its audio. */
const connection = (ufrag: string, transport: unknown) =>
  ({
    getReceivers: () => [{ transport }],
    remoteDescription: { sdp: `v=0\r\na=ice-ufrag:${ufrag}\r\n` },
  }) as unknown as RTCPeerConnection;

const mediaGoTo = (usernameFragment: string | null) => ({
  iceTransport: { getSelectedCandidatePair: () => ({ remote: { usernameFragment } }) },
});

test('a path to a candidate of before the restart is stale, one to a present candidate is not', () => {
  assert.equal(isPathStale(connection('new', mediaGoTo('old'))), true);
  assert.equal(isPathStale(connection('new', mediaGoTo('new'))), false);
  assert.equal(isPathStale(connection('new', mediaGoTo('ne'))), true);
});

test('a browser that does not say where media go is not suspected', () => {
  assert.equal(isPathStale(connection('new', null)), false);
  assert.equal(isPathStale(connection('new', { iceTransport: {} })), false);
  assert.equal(isPathStale(connection('new', mediaGoTo(null))), false);
});
