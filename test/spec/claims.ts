/**
 * What a page of docs/spec claims, one by one: each row of a table, and each clause of its prose, which ends with a
 * full stop or a semicolon.
 */
export function claimsOf(page: string): string[] {
  return page
    .split(/\n\s*\n/)
    .flatMap((block) => (block.startsWith('|') ? rowsOf(block) : itemsOf(block).flatMap(clausesOf)));
}

/** The rows of a table, without its head and the line below that. */
function rowsOf(table: string): string[] {
  const [, , ...rows] = table.trim().split('\n');
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
      .join(' | '),
  );
}

/** A paragraph, or each item of a list. A heading claims nothing. */
function itemsOf(block: string): string[] {
  return block
    .split(/^- /m)
    .map((item) => item.replaceAll(/\s+/g, ' ').trim())
    .filter((item) => item !== '' && !item.startsWith('#'));
}

/** Cut after `. ` and `; `, but not within brackets or code. */
function clausesOf(text: string): string[] {
  const clauses: string[] = [];
  let depth = 0;
  let code = false;
  let begin = 0;
  for (const [at, character] of [...text].entries()) {
    if (character === '`') code = !code;
    if (code) continue;
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    const ends = depth === 0 && (character === '.' || character === ';') && text[at + 1] === ' ';
    if (!ends) continue;
    clauses.push(text.slice(begin, at + 1));
    begin = at + 2;
  }
  return [...clauses, text.slice(begin)];
}
