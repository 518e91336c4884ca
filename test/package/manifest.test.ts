// custom-elements.json, which editors and the guide are fed with, says of each element what the element is.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { packed } from './support/packed.ts';
import { all, found, sourceOf } from './support/source.ts';

interface Named {
  name: string;
  description?: string;
}

interface Declaration {
  tagName?: string;
  summary?: string;
  description?: string;
  attributes?: Named[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
}

const manifest = JSON.parse(
  readFileSync(path.join(packed.installed, 'dist', 'custom-elements.json'), 'utf8'),
) as {
  modules: { declarations?: Declaration[] }[];
};
const elements = manifest.modules
  .flatMap(({ declarations }) => declarations ?? [])
  .filter(({ tagName }) => tagName !== undefined) as (Declaration & { tagName: string })[];
const names = (list: Named[] = []) => list.map(({ name }) => name).sort();

/** The registered tags and the attributes that their elements watch, as the built package says. */
const observed = JSON.parse(
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const observed = {};
       globalThis.customElements = { define: (tag, { observedAttributes }) => (observed[tag] = observedAttributes), get() {} };
       await import('sip-elements/define/sip-call-button');
       await import('sip-elements/define/sip-phone');
       console.log(JSON.stringify(observed));`,
    ],
    { cwd: packed.project, encoding: 'utf8' },
  ),
) as Record<string, string[]>;

test('the manifest has the tags that are registered, and no other', () => {
  assert.deepEqual(elements.map(({ tagName }) => tagName).sort(), Object.keys(observed).sort());
});

for (const { tagName: tag, ...element } of elements) {
  describe(`the manifest of <${tag}>`, () => {
    const source = sourceOf(tag);

    test('has every attribute that the element watches, and none that nobody reads', () => {
      const attributes = names(element.attributes);
      for (const name of observed[tag] ?? []) assert.ok(attributes.includes(name), `${name} is missing`);
      for (const name of attributes) {
        const isRead = observed[tag]?.includes(name) || new RegExp(`['"\`]${name}['"\`]`).test(all);
        assert.ok(isRead, `${name} is read nowhere`);
      }
    });

    test('has its parts and slots', () => {
      const parts = found(source, /\bpart="([\w-]+)"/g, /\bpart: '([\w-]+)'/g, /\bpart\.add\('([\w-]+)'\)/g);
      assert.deepEqual(names(element.cssParts), parts);
      const slots = found(
        source,
        /<slot name="([\w-]+)"/g,
        /'slot',\s*\{ name: '([\w-]+)'/g,
        /\bownSlot\([\w.]+, '([\w-]+)'/g,
      );
      if (/<slot(?:>| @)|'slot', \{\}/.test(source)) slots.unshift('');
      const told = names(element.slots);
      for (const name of slots) assert.ok(told.includes(name), `the slot "${name}" is missing`);
      // Some slots have a name that is not written there: it depends on the state, or is of a list.
      if (!/<slot name=\$|\bslot: name\b/.test(source)) assert.deepEqual(told, slots);
    });

    test('has its custom states', () => {
      const set = found(source, /states\.add\('([\w-]+)'\)/g, /#(?:toggle|mark|state)\('([\w-]+)'/g);
      const [, list = ''] = /STATES = \[(.*?)\]/s.exec(source) ?? [];
      assert.deepEqual(names(element.cssStates), [...set, ...found(list, /'([\w-]+)'/g)].sort());
    });

    test('says of each thing what it is', () => {
      const {
        summary,
        description = summary,
        attributes = [],
        events = [],
        slots = [],
        cssParts = [],
      } = element;
      assert.ok(summary || description);
      for (const list of [attributes, events, slots, cssParts, element.cssProperties, element.cssStates]) {
        for (const { name, description: said } of list ?? []) assert.ok(said, `${name} has no description`);
      }
    });
  });
}

test('each attribute that a file of config-url may set is in the manifest of the button, but for those of HTML', () => {
  const lists = [...all.matchAll(/^const (?:TEXTS|FLAGS|OTHERS) =\s*'(.*?)'/gm)];
  assert.equal(lists.length, 3);
  const allowed = lists.flatMap(([, list = '']) => list.split(' '));
  const told = names(elements.find(({ tagName }) => tagName === 'sip-call-button')?.attributes);
  assert.deepEqual(
    allowed.filter((name) => !told.includes(name)),
    ['lang', 'dir'],
  );
});

test('the manifests of the phone and of the button have the events that are dispatched, and no other', () => {
  // Made where they are dispatched, or by a table of the store's events.
  const dispatched = found(all, /new (Sip\w+Event)\(/g, /^ {2}\w+: (Sip\w+Event),$/gm).map((name) => {
    const [, type] = new RegExp(`class ${name} .*?super\\('([\\w-]+)'`, 's').exec(all) ?? [];
    return type ?? name;
  });
  const told = elements.flatMap(({ events }) => names(events));
  assert.deepEqual([...new Set(told)].sort(), [...new Set(dispatched)].sort());
});

test('docs/guide.md has the tables of this manifest; `npm run build` writes them', () => {
  const lines = (root: string) => readFileSync(path.join(root, 'docs', 'guide.md'), 'utf8').split('\n');
  const [committed, built] = [lines(path.join(import.meta.dirname, '..', '..')), lines(packed.source)];
  // Where they differ, and no more: the whole of both would hide it.
  const differing = built.filter((line, index) => line !== committed[index]).slice(0, 3);
  assert.deepEqual([differing, committed.length], [[], built.length]);
});
