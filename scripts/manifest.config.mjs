/** `custom-elements.json`: what editors, typings and docs/guide.md know of the elements, from their own comments. */

/** The manifest is of what is published. */
const published = (file) => (file.startsWith('components/') ? `dist/${file.replace(/\.ts$/, '.js')}` : file);

/** Modules under the names of the built files, and of each class what a page has of it. */
const asPublished = {
  name: 'as-published',
  packageLinkPhase({ customElementsManifest }) {
    // Files are found in any order.
    customElementsManifest.modules.sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const { declarations = [] } of customElementsManifest.modules) declarations.forEach(keepPublic);
    rename(customElementsManifest);
  },
};

function keepPublic(declaration) {
  const { events, attributes, members = [] } = declaration;
  const hidden = new Set(members.filter(({ privacy }) => privacy === 'private').map(({ name }) => name));
  // What an element knows of itself is a reactive property without an attribute.
  if (attributes) declaration.attributes = attributes.filter(({ fieldName }) => !hidden.has(fieldName));
  // What is dispatched from a variable has no name.
  if (events) declaration.events = events.filter(({ name }) => name);
  declaration.members = members.filter(
    ({ privacy = 'public', name }) => privacy === 'public' && !name.startsWith('#'),
  );
}

function rename(value) {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if ((key === 'path' || key === 'module') && typeof inner === 'string') value[key] = published(inner);
    else rename(inner);
  }
}

export default {
  globs: ['components/**/*.ts'],
  exclude: ['components/locales/**', 'components/cdn/**'],
  outdir: 'dist',
  litelement: true,
  // It is named there already.
  packagejson: false,
  plugins: [asPublished],
};
