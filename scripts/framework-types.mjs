/**
 * Typings of the tags for frameworks with templates of their own, from the manifest of the elements: React 19, Vue 3 and
 * Svelte 5. A project imports the one that it needs, `import type {} from 'sip-elements/react'`.
 */

/** How each framework declares a tag, and writes the listener of an event. */
const FRAMEWORKS = {
  react: {
    head: `import type { DetailedHTMLProps, HTMLAttributes } from 'react';`,
    open: `declare module 'react' {\n  namespace JSX {\n    interface IntrinsicElements {`,
    close: `    }\n  }\n}`,
    tag: (element, props) => `DetailedHTMLProps<HTMLAttributes<${element}>, ${element}> & ${props}`,
    listener: (event) => `on${event}`,
  },
  vue: {
    head: `import type { DefineComponent, HTMLAttributes } from 'vue';`,
    open: `declare module 'vue' {\n  interface GlobalComponents {`,
    close: `  }\n}`,
    tag: (_, props) => `DefineComponent<HTMLAttributes & ${props}>`,
    listener: (event) => `on${event.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}`,
  },
  svelte: {
    head: `import type { HTMLAttributes } from 'svelte/elements';`,
    open: `declare module 'svelte/elements' {\n  interface SvelteHTMLElements {`,
    close: `  }\n}`,
    tag: (element, props) => `HTMLAttributes<${element}> & ${props}`,
    listener: (event) => `on${event}`,
  },
};

/**
 * The text of a declaration file for each framework, by its name.
 *
 * @param {object} manifest custom-elements.json
 * @returns {Record<string, string>}
 */
export function frameworkTypes(manifest) {
  const elements = manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName);
  return Object.fromEntries(
    Object.entries(FRAMEWORKS).map(([name, framework]) => [name, declarationFile(elements, framework)]),
  );
}

function declarationFile(elements, { head, open, close, tag, listener }) {
  const tags = elements.map((element) => {
    const className = `HTMLElementTagNameMap['${element.tagName}']`;
    const props = [
      ...(element.attributes ?? []).map(({ name, type }) => `'${name}'?: ${typeOf(type)};`),
      ...(element.members ?? []).filter(isOwners).map(({ name }) => `'${name}'?: ${className}['${name}'];`),
      ...(element.events ?? []).map(
        ({ name }) => `'${listener(name)}'?: (event: GlobalEventHandlersEventMap['${name}']) => void;`,
      ),
    ];
    return `'${element.tagName}': ${tag(className, `{\n  ${props.join('\n  ')}\n}`)};`;
  });
  const imports = ['sip-call-button', 'sip-phone'].map((name) => `import './components/define/${name}.js';`);
  return `${[head, ...imports].join('\n')}\n\n${open}\n${tags.join('\n')}\n${close}\n`;
}

/** A property that the page sets and that no attribute can hold: `credentials`, `mediaStream`, `createUA`. */
function isOwners({ kind, type, attribute, inheritedFrom, readonly = false }) {
  return kind === 'field' && inheritedFrom?.name === 'AccountElement' && type && !attribute && !readonly;
}

/** What may be written for an attribute: one of its words, a number, whether it is there; else any text. */
function typeOf({ text = 'string' } = {}) {
  const words = text.match(/'[^']*'/g);
  if (words) return `${words.join(' | ')} | undefined`;
  if (/\bboolean\b/.test(text)) return 'boolean | undefined';
  return /\bnumber\b/.test(text) ? 'number | string | undefined' : 'string | undefined';
}
