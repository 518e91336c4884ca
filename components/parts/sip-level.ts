import { css, html, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import { soundContext } from '../sound.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/** The quietest level that is shown, in dBFS. */
const FLOOR = -60;

/**
 * @summary How loud it is in the active call, at the microphone or at the other party.
 * @tag sip-level
 * @csspart track - The whole scale.
 * @csspart level - What of it is reached.
 * @cssprop --level - Written by the element: 0 to 1.
 */
export class SipLevel extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: block;
        min-inline-size: 80px;
        min-block-size: 8px;
      }
      [part='track'] {
        block-size: 8px;
        border: 1px solid transparent;
        border-radius: 5px;
        background: var(--_quiet);
        overflow: hidden;
      }
      [part='level'] {
        block-size: 100%;
        inline-size: calc(var(--level, 0) * 100%);
        background: var(--_accent);
      }
      @media (forced-colors: active) {
        [part='track'] {
          border-color: CanvasText;
        }
        [part='level'] {
          forced-color-adjust: none;
          background: Highlight;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = { source: {} };
  /** Whose level: `microphone` (default) or `remote`. */
  source: 'microphone' | 'remote' = 'microphone';
  #node: MediaStreamAudioSourceNode | null = null;
  #tracks = '';
  #frame = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen(null);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const call = this.link?.activeCall ?? null;
    const stream = this.source === 'remote' ? call?.remoteStream : call?.localStream;
    this.#listen(call?.live ? (stream ?? null) : null);
  }

  protected override draw(_: PhoneSnapshot, { labels }: Dictionary) {
    const label = this.source === 'remote' ? labels.speakerLevel : labels.microphoneLevel;
    return html`<div
      part="track"
      role="meter"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
    >
      <div part="level"></div>
    </div>`;
  }

  #listen(stream: MediaStream | null): void {
    const tracks = (stream?.getAudioTracks() ?? []).map(({ id }) => id).join(' ');
    if (tracks === this.#tracks) return;
    this.#tracks = tracks;
    this.#node?.disconnect();
    this.#node = null;
    cancelAnimationFrame(this.#frame);
    this.#show(0);
    const sound = soundContext();
    if (!stream || !tracks || !sound) return;
    const analyser = new AnalyserNode(sound, { fftSize: 1024 });
    this.#node = sound.createMediaStreamSource(stream);
    this.#node.connect(analyser);
    this.#measure(analyser);
  }

  #measure(analyser: AnalyserNode): void {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const decibels = 10 * Math.log10(power || 1e-12);
    this.#show(Math.min(1, Math.max(0, 1 - decibels / FLOOR)));
    this.#frame = requestAnimationFrame(() => this.#measure(analyser));
  }

  #show(level: number): void {
    const track = this.renderRoot.querySelector<HTMLElement>('[part=track]');
    track?.style.setProperty('--level', level.toFixed(3));
    track?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
  }
}
