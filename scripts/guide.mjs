/** The tables of docs/guide.md, from the manifest of the elements: what the code says of itself. */

/**
 * The guide with its tables as the manifest has them: each stands between `<!-- <name> -->` and `<!-- /<name> -->`.
 *
 * @param {string} text of the guide
 * @param {object} manifest custom-elements.json
 * @returns {string}
 */
export function withTables(text, manifest) {
  const declarations = manifest.modules.flatMap((module) => module.declarations ?? []);
  const elements = declarations.filter(({ tagName }) => tagName);
  const [phone, button] = ['sip-phone', 'sip-call-button'].map((tag) =>
    elements.find(({ tagName }) => tagName === tag),
  );
  const parts = elements.filter((element) => element !== phone && element !== button);
  const tables = {
    account: attributes(phone, ({ inheritedFrom }) => inheritedFrom),
    phone: attributes(phone, ({ inheritedFrom }) => !inheritedFrom),
    button: attributes(button, ({ inheritedFrom }) => !inheritedFrom),
    events: events(phone, button, declarations),
    states: table(['state', 'when'], merged(phone.cssStates, button.cssStates).map(described)),
    tokens: table(['token', 'what it is'], merged(phone.cssProperties, button.cssProperties).map(described)),
    slots: table(
      ['element', 'slot', 'what goes there'],
      elements.flatMap(({ tagName, slots = [] }) =>
        slots.map(({ name, description }) => [
          tag(tagName),
          name ? code(name) : 'the default one',
          description,
        ]),
      ),
    ),
    parts: table(
      ['element', 'what it is', 'its own attributes', 'CSS parts', 'custom states'],
      [phone, button, ...parts].map(summarized),
    ),
  };
  return Object.entries(tables).reduce((guide, [name, lines]) => {
    const place = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`);
    if (!place.test(guide)) throw new Error(`the guide has no place for ${name}`);
    return guide.replace(place, (_, before, after) => `${before}\n${lines}\n\n${after}`);
  }, text);
}

const code = (name) => `\`${name}\``;
const tag = (name) => code(`<${name}>`);
const described = ({ name, description }) => [code(name), description];
const byName = (a, b) => a.name.localeCompare(b.name, 'en');

function attributes(element, wanted) {
  return table(['attribute', 'meaning'], element.attributes.filter(wanted).sort(byName).map(described));
}

function events(phone, button, declarations) {
  const rows = merged(phone.events, button.events)
    .sort(byName)
    .map(({ name, description }) => {
      const on = [phone, button].filter((element) => element.events.some((event) => event.name === name));
      const where = on.length === 2 ? 'both' : tag(on[0].tagName);
      return [code(name), where, description, carried(name, declarations)];
    });
  return table(['event', 'on', 'when', 'carries'], rows);
}

/** The members of the event's class: `SipCallEndedEvent` for `sip-call-ended`. */
function carried(type, declarations) {
  const className = `${type.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}Event`;
  const event = declarations.find(({ name }) => name === className);
  const fields = (event?.members ?? []).filter(({ kind }) => kind === 'field');
  return fields.map(({ name }) => code(name)).join(', ');
}

function summarized({ tagName, summary, description, attributes: all = [], cssParts = [], cssStates = [] }) {
  const own = all.filter(({ inheritedFrom }) => !inheritedFrom);
  // Those of phone and button have tables of their own.
  const isAccount = all.length > own.length + 1;
  const list = (named) => named.map(({ name }) => code(name)).join(', ');
  const what = summary ?? description.split('\n\n')[0];
  return [tag(tagName), what, isAccount ? '' : list(own), list(cssParts), isAccount ? '' : list(cssStates)];
}

function merged(...lists) {
  return [...new Map(lists.flat().map((item) => [item.name, item])).values()];
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cellOf(cell)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cellOf(text = '') {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}
