/** Says something to the page's developer, in the console: the one place where the elements do. */
export function warn(element: Element, text: string): void {
  // eslint-disable-next-line no-console -- a page that is set up wrongly must say so where its owner looks
  console.warn(`<${element.localName}> ${text}`, element);
}
