import { css, html, type PropertyDeclarations } from 'lit';
import { SipError } from '../../src/errors.ts';
import { openMicrophone } from '../../src/media/microphone.ts';
import { platform, type Timer } from '../../src/platform.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { ToneSink, sinkOf } from '../sink.ts';
import { soundContext } from '../sound.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { formStyles } from '../styles/form.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/** For how long the user speaks, and then hears it, in seconds. */
const LENGTH = 4;

/**
 * @summary Lets the user try microphone and loudspeaker before a call: it records some seconds and plays them, by the
 * devices that are chosen. The microphone is closed before it plays; nothing leaves the page.
 * @tag sip-audio-test
 * @csspart button - The button that starts and stops it.
 * @csspart text - What to do now, or why it does not work.
 * @csspart level - How loud the microphone is.
 */
export class SipAudioTest extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    formStyles,
    css`
      [part='text'] {
        min-block-size: 1.4em;
      }
      meter {
        inline-size: 100%;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { step: { state: true }, problem: { state: true } };
  private step: 'rest' | 'speak' | 'listen' = 'rest';
  private problem: SipError | null = null;
  #test: AbortController | null = null;
  #timer: Timer;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  /** Starts the test, as a click does. It is over when the promise resolves. */
  async start(): Promise<void> {
    this.stop();
    const test = (this.#test = new AbortController());
    const sound = soundContext();
    // The gesture is spent by the first `await`.
    void sound?.resume().catch(() => {});
    this.problem = null;
    try {
      const stream = await openMicrophone(this.link?.devices.constraints('microphone') ?? true);
      test.signal.addEventListener('abort', () => stopTracks(stream));
      if (test.signal.aborted || !sound) return stopTracks(stream);
      await this.#run(sound, stream, test.signal);
    } catch (error) {
      if (error instanceof SipError) this.problem = error;
    } finally {
      if (this.#test === test) this.stop();
    }
  }

  /** Ends the test, and closes the microphone. */
  stop(): void {
    platform.clearTimeout(this.#timer);
    this.#test?.abort();
    this.#test = null;
    this.step = 'rest';
  }

  protected override draw(_: PhoneSnapshot, { labels, visitor, errors }: Dictionary) {
    const { step, problem } = this;
    const text = step === 'rest' ? problem && errors[problem.code] : visitor[step];
    return html`<div class="question">
      <div class="actions">
        <button
          part="button"
          type="button"
          @click=${() => (step === 'rest' ? void this.start() : this.stop())}
        >
          ${step === 'rest' ? visitor.audioTest : visitor.stop}
        </button>
      </div>
      <p part="text" role="status">${text}</p>
      <meter part="level" aria-label=${labels.microphoneLevel} ?hidden=${step !== 'speak'}></meter>
    </div>`;
  }

  /**
   * What is said goes through a delay as long as the recording: it needs no MediaRecorder and no blob, which a strict
   * policy may forbid, and nobody hears himself while the microphone is open.
   */
  async #run(sound: AudioContext, stream: MediaStream, signal: AbortSignal): Promise<void> {
    const source = sound.createMediaStreamSource(stream);
    const delay = new DelayNode(sound, { maxDelayTime: LENGTH + 1, delayTime: LENGTH });
    const analyser = new AnalyserNode(sound, { fftSize: 1024 });
    const sink = new ToneSink(sound);
    source.connect(analyser).connect(delay).connect(sink.input);
    void sink.use(sinkOf(this.snapshot.devices.speaker));
    this.step = 'speak';
    this.#measure(analyser, signal);
    await this.#wait(signal);
    stopTracks(stream);
    source.disconnect();
    if (!signal.aborted) {
      this.step = 'listen';
      await this.#wait(signal);
    }
    for (const node of [analyser, delay, sink.input]) node.disconnect();
    await sink.use('');
    sink.input.disconnect();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#timer = platform.setTimeout(() => resolve(), LENGTH * 1000);
    });
  }

  #measure(analyser: AnalyserNode, signal: AbortSignal): void {
    if (signal.aborted || this.step !== 'speak') return;
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const meter = this.renderRoot.querySelector('meter');
    if (meter) meter.value = Math.sqrt(peak);
    requestAnimationFrame(() => this.#measure(analyser, signal));
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
