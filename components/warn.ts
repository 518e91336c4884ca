/** Says something to the page's developer, in the console: the one place where the elements do. */
export function warn(element: Element, text: string): void {
  // A text may hold a server's words: "%" must not begin a format of the console (Console, section 2.2).
  const words = text.replaceAll('%', '%%');
  // eslint-disable-next-line no-console -- a page that is set up wrongly must say so where its owner looks
  console.warn(`<${element.localName}> ${words}`, element);
}
