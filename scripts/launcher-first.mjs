/** For the launcher with its chunks: what is there before anything else is one chunk. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { minifyLiterals } from './minify-styles.mjs';
import { LAZY } from './nothing-lazy.mjs';
import { root } from './setup.mjs';

const LAUNCHER = path.join(root, 'components/define/sip-call-button.ts');
/** Its name in what is built: no path of a machine may be in there. */
const NAME = 'the-launcher';

/**
 * Has whatever is fetched late say that it comes after the launcher. esbuild makes a chunk of the modules that
 * the same late ones need, so that without this a page fetches the launcher in five files, a tenth larger.
 *
 * @type {import('esbuild').Plugin}
 */
export const launcherFirst = {
  name: 'launcher-first',
  setup({ onLoad, onResolve }) {
    const late = new Set();
    for (const file of modules('components', 'src')) {
      for (const [, module] of readFileSync(file, 'utf8').matchAll(LAZY)) {
        late.add(path.join(path.dirname(file), module));
      }
    }
    onResolve({ filter: new RegExp(`^${NAME}$`) }, () => ({ path: LAUNCHER }));
    onLoad({ filter: /[\\/](components|src)[\\/].*\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = /[\\/]components[\\/]/.test(file) ? await minifyLiterals(source) : source;
      // One that needs nothing is not waited for: words.
      const first = late.has(file) && /^import /m.test(source) ? `\nimport '${NAME}';` : '';
      return { contents: contents + first, loader: 'ts' };
    });
  },
};

function modules(...folders) {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(root, folder, file)),
  );
}
