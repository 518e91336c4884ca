/**
 * `node --import <this> program`: a program that imports the package by its name runs on the source, as it stands,
 * without a build. Which file a name stands for is read from the `exports` of package.json.
 */
import { registerHooks } from 'node:module';
import manifest from '../../../package.json' with { type: 'json' };

const { '.': core, './node': node, './server': server } = manifest.exports;
const built: Record<string, string> = {
  'sip-elements': core.default,
  'sip-elements/node': node.default,
  'sip-elements/server': server.default,
};

function sourceOf(file: string): string {
  return new URL(file.replace('./dist/', '../../../').replace(/\.js$/, '.ts'), import.meta.url).href;
}

registerHooks({
  resolve(specifier, context, next) {
    const file = built[specifier];
    return next(file ? sourceOf(file) : specifier, context);
  },
});
