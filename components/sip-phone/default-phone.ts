import { html, nothing } from 'lit';
import { speakerIcon } from '../icons/icons.ts';
import type { Dictionary } from '../locales/dictionary.ts';
import { isLive } from '../store/states.ts';
import type { SipPhone } from './sip-phone.ts';

/**
 * The layout of a `<sip-phone>` without children.
 *
 * @param precall the fields to be asked for before a call, instead of the number; null where none are
 * @param unlock spends a click on sound
 */
export function defaultPhone(phone: SipPhone, { labels }: Dictionary, precall: unknown, unlock: () => void) {
  const { snapshot, store, video, rating, noKeypad } = phone;
  const { active, incoming, registered, standby } = snapshot;
  // As a person reads it.
  const account = phone.displayName || (phone.uri ?? '').replace(/^sips?:/, '');
  const typing = phone.shadowRoot?.activeElement?.matches('sip-dialer, sip-precall-form');
  const live = active !== null && isLive(active.phase);
  // What somebody types is not taken away by who calls.
  const busy = live || (incoming !== null && !typing);
  // While a call goes on, another that rings stands above it; without one it has the place for itself.
  const showCall = active !== null && (live || !incoming);
  const canCall = snapshot.state !== 'unsupported';
  return html`<section part="base" aria-label=${labels.phone}>
    <header part="header">
      <bdi part="account">${account}</bdi>
      <span part="registration" ?data-on=${registered} ?hidden=${standby}>
        ${registered ? labels.registered : labels.notRegistered}
      </span>
    </header>
    <div class="stage">
      ${incoming ? html`<sip-incoming .store=${store}></sip-incoming>` : nothing}
      ${incoming && live ? html`<hr />` : nothing}
      ${showCall ? html`<sip-current-call ?video=${video} ?no-keypad=${noKeypad} .store=${store}></sip-current-call>` : nothing}
      ${!showCall && !incoming ? html`<sip-status class="rest" .store=${store}></sip-status>` : nothing}
      ${
        snapshot.soundBlocked
          ? html`<button class="sound" part="sound" type="button" @click=${unlock}>
              ${speakerIcon}${labels.playSound}
            </button>`
          : nothing
      }
    </div>
    <sip-error .store=${store}></sip-error>
    ${rating && !live && snapshot.toRate ? html`<sip-rating .store=${store}></sip-rating>` : nothing}
    ${
      precall === null
        ? html`<sip-dialer ?hidden=${busy || !canCall} .store=${store}></sip-dialer>`
        : html`<sip-precall-form ?hidden=${busy || !canCall} .store=${store}>${precall}</sip-precall-form>`
    }
    <sip-settings ?video=${video} ?hidden=${!canCall} .store=${store}></sip-settings>
  </section>`;
}
