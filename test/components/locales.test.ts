import { test } from 'node:test';
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import ar from '../../components/locales/ar.ts';
import { buttonWords } from '../../components/locales/button-words.ts';
import de from '../../components/locales/de.ts';
import type { Dictionary } from '../../components/locales/dictionary.ts';
import en from '../../components/locales/en.ts';
import es from '../../components/locales/es.ts';
import fr from '../../components/locales/fr.ts';
import { phoneWords } from '../../components/locales/phone-words.ts';
import { setStrings, type Strings } from '../../components/locales/strings.ts';
import zh from '../../components/locales/zh.ts';
import { ERRORS } from '../../src/errors.ts';
import { STATES } from '../../components/store/states.ts';

const ALL: readonly Dictionary[] = [en, de, fr, es, ar, zh];

/** Every text of a dictionary with where it stands; functions are called with `argument`. */
function textsOf(words: object, argument: string, path = ''): [where: string, text: string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    const where = `${path}${name}`;
    if (typeof value === 'function')
      return [[where, String((value as (argument: string) => string)(argument))]];
    if (typeof value === 'object' && value !== null) return textsOf(value, argument, `${where}.`);
    return [[where, String(value)]];
  });
}

/** What is left unsaid on purpose: there is nothing to announce, or the sentence is the error's. */
const SILENT = STATES.filter((state) => en.spoken[state]('x') === '').map((state) => `spoken.${state}`);

for (const words of ALL) {
  test(`${words.lang} has the same texts as English, each one written, without markup`, () => {
    const texts = textsOf(words, 'NAME');
    assert.deepEqual(
      texts.map(([where]) => where).sort(),
      textsOf(en, 'NAME')
        .map(([where]) => where)
        .sort(),
    );
    for (const [where, text] of texts) {
      assert.equal(text === '', SILENT.includes(where), `${words.lang} ${where}: "${text}"`);
      assert.equal(text, text.trim(), where);
      assert.doesNotMatch(text, /[<>&]|undefined|\.\.\./, where);
    }
  });

  test(`${words.lang} has a sentence for every error and a word for every state`, () => {
    assert.deepEqual(Object.keys(words.errors).sort(), Object.keys(ERRORS).sort());
    assert.deepEqual(Object.keys(words.states).sort(), [...STATES].sort());
    for (const sentence of Object.values(words.errors)) assert.match(sentence, /[.。]$/);
  });

  test(`${words.lang} hands every argument over`, () => {
    const english = textsOf(en, 'NAME').filter(([, text]) => text.includes('NAME'));
    const texts = new Map(textsOf(words, 'NAME'));
    for (const [where] of english) assert.match(texts.get(where) ?? '', /NAME/, where);
  });
}

test('no sentence of another language was left in English', () => {
  const english = new Map(textsOf(en, 'NAME'));
  for (const words of ALL.filter((one) => one !== en)) {
    const same = textsOf(words, 'NAME').filter(
      ([where, text]) => text.includes(' ') && english.get(where) === text,
    );
    assert.deepEqual(same, [], words.lang);
  }
});

/** The code that shows words, without the words. */
const CODE = globSync('components/**/*.ts', { exclude: ['components/locales/**'] }).map(
  (path) => [path, readFileSync(path, 'utf8')] as const,
);

test('no text of a dictionary is one that nothing shows or says', () => {
  const code = [
    ...CODE.map(([, text]) => text),
    readFileSync('components/locales/sentences.ts', 'utf8'),
  ].join();
  const names = [...Object.keys(en), ...Object.keys(en.labels), ...Object.keys(en.visitor)];
  assert.deepEqual(
    names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code)),
    [],
  );
});

test('no element has words of its own: all that is shown and said comes from the dictionary', () => {
  const found = CODE.flatMap(([path, code]) => {
    let markup = code.replace(/^\s*(\/\/|\/?\*).*$/gm, '').replace(/css`[^`]*`/g, '');
    // From the inside out: what is in a template is no text of it.
    for (let before = ''; before !== markup;) {
      before = markup;
      markup = markup.replace(/\$\{[^{}]*\}/g, '').replace(/\{[^{}`<]*\}/g, '');
    }
    const texts = [...markup.matchAll(/<[a-z][^<>]*>([^<>`]*\p{L}{2}[^<>`]*)<\//gu)].map(([, text]) => text);
    const names = [
      ...markup.matchAll(
        /(?:aria-[a-z]*(?:label|text|description)|title|alt|placeholder)="([^"]*\p{L}[^"]*)"/gu,
      ),
    ];
    return [...texts, ...names.map(([, text]) => text)].map((text) => `${path}: ${text?.trim()}`);
  });
  assert.deepEqual(found, []);
});

const TAGS: [tag: string, lang: string][] = [
  ['de-AT', 'de'],
  ['DE', 'de'],
  ['fr-CA', 'fr'],
  ['es-419', 'es'],
  ['ar-EG', 'ar'],
  ['zh', 'zh-Hans'],
  ['zh-Hans', 'zh-Hans'],
  ['zh-CN', 'zh-Hans'],
  ['en-GB', 'en'],
  ['pt', 'en'],
  ['', 'en'],
  ['de_AT', 'en'],
  // Names that every object of JavaScript has.
  ['constructor', 'en'],
  ['__proto__', 'en'],
];
for (const [tag, lang] of TAGS) {
  test(`lang="${tag}" is served with "${lang}"`, async () => {
    assert.equal((await buttonWords.load(tag)).lang, lang);
    assert.equal((await phoneWords.load(tag)).lang, lang);
    assert.equal(phoneWords.loaded(tag)?.lang, lang);
  });
}

test('a page replaces strings one by one, for one language, and may do it again', async () => {
  setStrings('es', { labels: { call: 'Llámenos' }, incoming: (name) => `¡${name}!` });
  setStrings('es-MX', { labels: { hangup: 'Fin' }, errors: { 'call-busy': 'Ocupado.' } });
  const words = await phoneWords.load('es-ES');
  assert.equal(words.labels.call, 'Llámenos');
  assert.equal(words.labels.hangup, 'Fin');
  assert.equal(words.incoming('Ana'), '¡Ana!');
  assert.equal(words.errors['call-busy'], 'Ocupado.');
  assert.equal(words.errors['call-rejected'], es.errors['call-rejected']);
  assert.equal((await buttonWords.load('es')).labels.call, 'Llámenos');
  assert.equal((await phoneWords.load('fr')).labels.call, fr.labels.call);
});

test('a page brings strings of a language that the elements do not speak; the rest is English', async () => {
  setStrings('pt', { labels: { call: 'Ligar' } });
  const words = await phoneWords.load('pt-BR');
  assert.deepEqual([words.labels.call, words.labels.hangup], ['Ligar', en.labels.hangup]);
  // Times and numbers are those of the language.
  assert.equal(words.lang, 'pt');
  assert.equal((await phoneWords.load('en')).labels.call, en.labels.call);
});

test('strings for what is no language are refused', () => {
  assert.throws(() => setStrings('no language!', {}), RangeError);
});

test('strings that are not what they replace are passed over, and none can be added', async () => {
  const hostile: unknown = JSON.parse(`{
    "lang": "no such tag!", "more": "x", "__proto__": { "call": "y" }, "muted": { "_$litType$": 1, "strings": ["<b>"] },
    "errors": null, "incoming": "text", "labels": { "call": 7, "hangup": ["<b>"], "answer": "<b>Yes</b>" }
  }`);
  setStrings('ar', hostile as Strings);
  const words = await phoneWords.load('ar');
  assert.deepEqual(
    { ...words, labels: { ...words.labels, answer: '' } },
    { ...ar, labels: { ...ar.labels, answer: '' } },
  );
  // It is text, and shown as text.
  assert.equal(words.labels.answer, '<b>Yes</b>');
});
