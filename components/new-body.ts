/**
 * Where a page replaced its whole body (Turbo, and others that load pages by script), an element in whose call somebody
 * is takes the place of its like in the new body: the call goes on, and so do its controls.
 */
export function moveToNewBody(element: Element): void {
  // A moment later the new body is there, in whatever order it was put in.
  queueMicrotask(() => {
    if (!(element.getRootNode() instanceof HTMLBodyElement)) return;
    const others = [...document.querySelectorAll(element.localName)];
    others.find((other) => isLike(other, element))?.replaceWith(element);
  });
}

/** Whether the page wrote the same into both. */
function isLike(other: Element, element: Element): boolean {
  const names = other.getAttributeNames().filter((name) => name !== 'state');
  return names.every((name) => other.getAttribute(name) === element.getAttribute(name));
}
