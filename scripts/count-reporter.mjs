/** A reporter of node:test that leaves nothing but the two numbers of a whole run, for scripts/test.mjs. */
export default async function* countReporter(events) {
  for await (const { type, data } of events) {
    // A summary without a file is the one of the whole run.
    if (type !== 'test:summary' || data.file) continue;
    const { passed, failed, cancelled } = data.counts;
    yield JSON.stringify({ passed, failed: failed + cancelled });
  }
}
