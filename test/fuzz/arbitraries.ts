import fc from 'fast-check';

/** Texts of the grammar of RFC 3261 section 25.1, as fast-check makes them. */

const chars = (characters: string) => fc.constantFrom(...characters);
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const of = (characters: string, maxLength = 12) =>
  fc.string({ unit: chars(characters), minLength: 1, maxLength });

/** `token`. */
export const token = of(`${LETTERS}${DIGITS}-.!%*_+\`'~`);

/** `word`, as in Call-ID. */
export const word = of(`${LETTERS}${DIGITS}-.!%*_+\`'~()<>:\\"/[]?{}@`);

/** A tag, a branch, a nonce. */
export const name = of(LETTERS + DIGITS);

/** Any text of one line: what a person may write into a display name or a reason. */
export const line = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !/[\r\n\0]/.test(text));

/** `host`, in lower case. */
export const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address.toLowerCase()}]`),
);

export const port = fc.option(fc.integer({ min: 0, max: 65535 }));

/** Parameters with names in lower case, so that none comes twice. */
export const params = (value: fc.Arbitrary<string>) =>
  fc.dictionary(
    token.map((text) => text.toLowerCase()),
    fc.option(value),
    { maxKeys: 4, noNullPrototype: true },
  );

/** A text that tries to break out of where it is put, at a place of its own. */
export const breaking = fc
  .tuple(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      '\r\nX-Evil: yes',
      '\nX-Evil: yes',
      '\rX-Evil: yes',
      '\0',
      '\\\r\\\nX-Evil: yes',
      '"\r\n"',
    ),
    fc.string({ maxLength: 6 }),
  )
  .map((parts) => parts.join(''));
