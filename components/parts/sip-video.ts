import { css, html, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Dictionary } from '../locales/dictionary.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';
import { partTokens } from '../styles/part-tokens.ts';
import { tokens } from '../styles/tokens.ts';
import { SipPart } from './part.ts';

/**
 * It shows pictures only; the sound of the call is played elsewhere. Nothing is shown, and no place taken, while
 * there is no picture.
 *
 * @summary The other party's picture in the active call, or one's own.
 * @tag sip-video
 * @csspart video - The picture.
 * @cssstate shown - There is a picture.
 * @cssstate mirrored - It is one's own camera, as in a mirror.
 */
export class SipVideo extends SipPart {
  static override styles = [
    tokens,
    partTokens,
    css`
      :host {
        display: block;
      }
      :host(:not(:state(shown))) {
        display: none;
      }
      video {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        aspect-ratio: 16 / 9;
        border-radius: inherit;
        background: #000;
        object-fit: contain;
      }
      /* People know themselves from the mirror; the other party sees them as they are. */
      :host(:state(mirrored)) video {
        transform: scaleX(-1);
        object-fit: cover;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { self: { type: Boolean } };
  /**
   * Shows what is sent: the camera or the screen.
   * @attr self
   */
  self = false;
  readonly #internals = this.attachInternals();
  #track = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#show(null);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.#show(this.#picture());
    this.#state('mirrored', this.self && this.snapshot.active?.media.localVideo === 'camera');
  }

  protected override draw(_: PhoneSnapshot, { labels }: Dictionary) {
    const label = this.self ? labels.ownVideo : labels.otherVideo;
    // Muted: its sound is heard elsewhere, and what is muted may play without a gesture.
    return html`<video part="video" aria-label=${label} autoplay playsinline .muted=${true}></video>`;
  }

  #picture(): MediaStream | null {
    const call = this.link?.activeCall;
    if (!call?.live) return null;
    if (!this.self) return call.remoteVideo;
    const tracks = call.localStream?.getVideoTracks() ?? [];
    return tracks.length > 0 ? new MediaStream(tracks) : null;
  }

  #show(picture: MediaStream | null): void {
    const video = this.renderRoot.querySelector('video');
    const track = (video && picture?.getVideoTracks()[0]?.id) ?? '';
    this.#state('shown', track !== '');
    if (track === this.#track) return;
    this.#track = track;
    if (!video) return;
    video.srcObject = picture;
    // Chromium does not play by `autoplay` what was hidden when it came.
    if (picture) void video.play().catch(() => {});
  }

  #state(name: 'shown' | 'mirrored', on: boolean): void {
    if (on) this.#internals.states.add(name);
    else this.#internals.states.delete(name);
  }
}
