/** Accessibility, as far as a machine can tell it. */
import axe from 'axe-core';

/**
 * Asks axe about an element and what is in it, shadow trees included, and throws an error that lists every
 * violation with the elements concerned. Await it: a check that is not awaited can never fail.
 */
export async function checkAccessibility(element: Element, options: axe.RunOptions = {}): Promise<void> {
  const { violations } = await axe.run(element, { resultTypes: ['violations'], ...options });
  if (violations.length === 0) return;
  const lines = violations.flatMap(({ id, help, nodes }) => [
    `${id}: ${help}`,
    ...nodes.map(({ target, html }) => `    ${target.flat().join(' >> ')}  ${html}`),
  ]);
  throw new Error(`axe finds ${violations.length} violation(s):\n${lines.join('\n')}`);
}
