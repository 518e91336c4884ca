/** How long something takes, in a language; the digits, plurals and separators are those of `Intl`. */

/** As a clock shows it: 0:07, 12:34, 1:02:03. */
export function clock(seconds: number, lang: string): string {
  const digits = (value: number, minimumIntegerDigits: number) =>
    new Intl.NumberFormat(lang, { minimumIntegerDigits, useGrouping: false }).format(value);
  const parts = split(seconds).slice(seconds < 3600 ? 1 : 0);
  return parts.map((part, at) => digits(part, at === 0 ? 1 : 2)).join(':');
}

/** In words: `2 minutes, 5 seconds`. `Intl.DurationFormat` would do it, but is younger than the browsers that we serve. */
export function inWords(seconds: number, lang: string): string {
  const units = ['hour', 'minute', 'second'] as const;
  const parts = split(seconds).flatMap((value, at) =>
    value > 0 || (at === 2 && seconds < 1)
      ? [new Intl.NumberFormat(lang, { style: 'unit', unit: units[at]!, unitDisplay: 'long' }).format(value)]
      : [],
  );
  return new Intl.ListFormat(lang, { type: 'unit' }).format(parts);
}

function split(seconds: number): [hours: number, minutes: number, seconds: number] {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
}
