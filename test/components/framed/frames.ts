/** Pages in frames of the test's page. */
import { until } from '../fake-world.ts';
import type { FramedPage } from './page.ts';

/** A page of this folder, in a frame. */
export interface Frame {
  readonly frame: HTMLIFrameElement;
  readonly window: Window & typeof globalThis;
  readonly document: Document;
  readonly page: FramedPage;
}

/** Opens a page of this folder, and waits for its script. */
export async function openFrame(name: string): Promise<Frame> {
  const frame = document.createElement('iframe');
  frame.width = '800';
  frame.height = '600';
  frame.src = new URL(name, import.meta.url).href;
  document.body.append(frame);
  const inside = () => frame.contentWindow as Window & typeof globalThis;
  await until(`${name} is there`, () => inside().framed);
  return {
    frame,
    get window() {
      return inside();
    },
    get document() {
      return inside().document;
    },
    get page() {
      return inside().framed;
    },
  };
}
