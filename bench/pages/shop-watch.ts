/**
 * What a page of the shop costs, seen from inside: it runs in every page before all else, also in those with a widget
 * that is not ours.
 */

/** What was seen since the page was opened, or since the last {@link ShopWatch.forget}. */
export interface Seen {
  /** The tasks that held the page up for 50 ms or more, in ms (Long Tasks API). */
  longTasks: number[];
  /** The sum of all layout shifts, also of those that follow an input (Layout Instability API). */
  shift: number;
  /** The same of those that move something of the page, and not the widget alone. */
  pageShift: number;
  /** The slowest event of the last click until its next paint, in ms (Event Timing API); 16 where it was faster. */
  interaction: number;
}

/** Not in TypeScript's library yet. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  sources: { node: Node | null }[];
}

/** What Node.js asks of a page of the shop. */
export interface ShopWatch {
  seen: Seen;
  forget(): void;
  /**
   * How long after the next click the first change inside of an element, or of its shadow tree, is painted, in ms;
   * null where nothing changes in two seconds.
   */
  answer(host: Element): Promise<number | null>;
  /** How long after the next click an INVITE is sent, in ms. */
  invite(): Promise<number>;
}

const nothing = (): Seen => ({ longTasks: [], shift: 0, pageShift: 0, interaction: 16 });
/** Chromium reports no event that took less. */
const SHORTEST = 16;
const LONGEST = 2_000;

/** What is clicked. */
let widget: Element | undefined;
let tellInvite: (at: number) => void = () => {};

const watch: ShopWatch = {
  seen: nothing(),
  forget: () => (watch.seen = nothing()),
  async answer(host) {
    widget = host;
    const click = nextClick();
    const painted = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        // A message that is posted in a frame comes after its paint.
        requestAnimationFrame(() => afterThisTask(() => resolve(performance.now())));
      });
      // What the pointer alone does to it, before the click, is no answer.
      void click.then(() => {
        for (const node of [host, host.shadowRoot]) {
          if (node)
            observer.observe(node, { attributes: true, childList: true, characterData: true, subtree: true });
        }
      });
    });
    const start = await click;
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), LONGEST));
    const end = await Promise.race([painted, late]);
    return end === null ? null : end - start;
  },
  async invite() {
    const sent = new Promise<number>((resolve) => (tellInvite = resolve));
    const start = await nextClick();
    return (await sent) - start;
  },
};

observe('longtask', ({ duration }) => watch.seen.longTasks.push(duration));
observe('layout-shift', (entry) => {
  const { value, sources } = entry as LayoutShift;
  watch.seen.shift += value;
  if (sources.some(({ node }) => isOfPage(node))) watch.seen.pageShift += value;
});
observe(
  'event',
  (entry) => {
    const { interactionId, duration } = entry as PerformanceEventTiming & { interactionId: number };
    if (interactionId > 0) watch.seen.interaction = Math.max(watch.seen.interaction, duration);
  },
  { durationThreshold: SHORTEST },
);

window.WebSocket = class extends WebSocket {
  override send(data: string): void {
    if (String(data).startsWith('INVITE ')) tellInvite(performance.now());
    super.send(data);
  }
};

Object.assign(window, { shopWatch: watch });

function observe(type: string, see: (entry: PerformanceEntry) => void, options = {}): void {
  new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({
    type,
    buffered: true,
    ...options,
  });
}

/** Whether it is neither in a shadow tree, which is told as null, nor in the widget. */
function isOfPage(node: Node | null): boolean {
  return node !== null && (node === widget || !widget?.contains(node));
}

/** When the next click happens: the event's own time, before any listener ran. */
function nextClick(): Promise<number> {
  return new Promise((resolve) => {
    addEventListener('click', ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true });
  });
}

function afterThisTask(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = run;
  port2.postMessage(null);
}
