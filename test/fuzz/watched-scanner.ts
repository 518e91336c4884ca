/**
 * The fuzz build of the scanner: importing this, before anything that parses is imported, makes each cursor throw
 * where it moves back, and where the scanner takes more steps than a linear reader can need. Production code has
 * nothing of it.
 */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';

const CURSOR = '  position = 0;\n';

const WATCHED = `
  #position = 0;
  #steps = 0;
  get position() {
    return this.#position;
  }
  set position(next) {
    if (next < this.#position) throw new Error('the cursor of the scanner moved back');
    this.#steps++;
    if (this.#steps > 4 * this.text.length + 64) throw new Error('the scanner takes too many steps');
    this.#position = next;
  }
`;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/src/grammar/scanner.ts')) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array).toString();
    assert.ok(source.includes(CURSOR), 'the scanner has no cursor of this name any more');
    return { ...loaded, source: source.replace(CURSOR, WATCHED) };
  },
});
