import { html, nothing } from 'lit';
import { speakerIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { isLive } from '../store/states.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import type { PhoneSnapshot } from '../store/snapshot.ts';

/** What the default phone is drawn from. */
export interface DefaultPhone {
  snapshot: PhoneSnapshot;
  store: PhoneStore;
  dictionary: Dictionary;
  /** The account as a person reads it. */
  account: string;
  /** Whether its calls are of video. */
  video: boolean;
  /** Spends a click on sound. */
  unlock: () => void;
}

/** The layout of a `<sip-phone>` without children. */
export function defaultPhone({ snapshot, store, dictionary, account, video, unlock }: DefaultPhone) {
  const { active, incoming, registered } = snapshot;
  const { labels } = dictionary;
  const live = active !== null && isLive(active.phase);
  // While a call goes on, another that rings stands above it; without one it has the place for itself.
  const showCall = active !== null && (live || !incoming);
  return html`<section part="base" aria-label=${labels.phone}>
    <header part="header">
      <bdi class="account">${account}</bdi>
      <span class="registration" ?data-on=${registered}>
        ${registered ? labels.registered : labels.notRegistered}
      </span>
    </header>
    <div class="stage">
      ${incoming ? html`<sip-incoming .store=${store}></sip-incoming>` : nothing}
      ${incoming && live ? html`<hr />` : nothing}
      ${showCall ? html`<sip-current-call ?video=${video} .store=${store}></sip-current-call>` : nothing}
      ${!showCall && !incoming ? html`<sip-status class="rest" .store=${store}></sip-status>` : nothing}
      ${
        snapshot.soundBlocked
          ? html`<button class="sound" type="button" @click=${unlock}>
              ${speakerIcon}${labels.playSound}
            </button>`
          : nothing
      }
    </div>
    <sip-error .store=${store}></sip-error>
    <sip-dialer ?hidden=${live || incoming !== null} .store=${store}></sip-dialer>
    <sip-settings ?video=${video} .store=${store}></sip-settings>
  </section>`;
}
