/** `npm run docs`: the reference of the API, from the code's own comments, into dist/docs. It is not committed. */
import { OptionDefaults } from 'typedoc';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  entryPoints: [
    ...['index', 'agent', 'phone-agent', 'devices', 'quality', 'node'].map((name) => `src/${name}.ts`),
    'components/elements.ts',
    'server/index.ts',
  ],
  out: 'dist/docs',
  readme: 'none',
  excludePrivate: true,
  // What the elements have of Lit is told by Lit.
  excludeExternals: true,
  disableSources: true,
  // Those of the elements' manifest.
  blockTags: [
    ...OptionDefaults.blockTags,
    ...['@attr', '@tag', '@slot', '@csspart', '@cssprop', '@cssstate', '@fires'],
  ],
  // What a type is made of need not be exported.
  validation: { notExported: false, invalidLink: true },
};
