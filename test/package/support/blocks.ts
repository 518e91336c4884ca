/** The code blocks of a page of documentation, as a reader copies them. */

/** A code block, by its heading, its language and its number among those: `Paste a tag: html 1`. */
export type Blocks = Map<string, string>;

/**
 * The code blocks under the headings of the second and third level. Those of a shell are not among them.
 *
 * @param text Markdown
 */
export function blocksOf(text: string): Blocks {
  const blocks: Blocks = new Map();
  for (const section of text.split(/^###? /m)) {
    const heading = section.slice(0, section.indexOf('\n'));
    for (const [, language = '', code = ''] of section.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
      if (language === 'sh') continue;
      let number = 1;
      while (blocks.has(`${heading}: ${language} ${number}`)) number++;
      blocks.set(`${heading}: ${language} ${number}`, code);
    }
  }
  return blocks;
}
