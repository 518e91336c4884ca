/** Loudspeakers: which of them plays what (Audio Output Devices API). */
import type { DeviceChoice } from './store/snapshot.ts';

/** Whether a loudspeaker can be chosen in this browser. Safari plays by the system's choice. */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}

/** The sink of a choice; empty for the system's own, which the browser follows by itself. */
export function sinkOf({ wish, chosen }: DeviceChoice): string {
  return wish && chosen ? chosen.id : '';
}

/** Plays an element through a sink. One that has gone meanwhile leaves the element as it was. */
export async function playThrough(element: HTMLMediaElement, sink: string): Promise<void> {
  if (!canChooseSpeaker() || element.sinkId === sink) return;
  await element.setSinkId(sink).catch(() => {});
}

/**
 * Where tones go: to the system's loudspeaker, or to another by an `<audio>` element. Not every browser with
 * `setSinkId` has one for an AudioContext.
 */
export class ToneSink {
  /** What plays connects here. */
  readonly input: GainNode;
  readonly #sound: AudioContext;
  #other: { element: HTMLAudioElement; node: MediaStreamAudioDestinationNode } | null = null;
  #sink = '';

  constructor(sound: AudioContext) {
    this.#sound = sound;
    this.input = new GainNode(sound);
    this.input.connect(sound.destination);
  }

  /** Plays through this sink from now on; empty is the system's. */
  async use(sink: string): Promise<void> {
    if (sink === this.#sink) return;
    this.#sink = sink;
    this.input.disconnect();
    if (!sink) {
      this.#other?.element.pause();
      this.input.connect(this.#sound.destination);
      return;
    }
    const { element, node } = (this.#other ??= this.#makeOther());
    this.input.connect(node);
    await playThrough(element, sink);
    await element.play().catch(() => {});
  }

  #makeOther() {
    const node = new MediaStreamAudioDestinationNode(this.#sound);
    const element = new Audio();
    element.srcObject = node.stream;
    return { element, node };
  }
}
