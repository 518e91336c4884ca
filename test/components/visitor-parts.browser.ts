/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/define/visitor-parts.ts';
import en from '../../components/locales/en.ts';
import type { SipConsent } from '../../components/parts/sip-consent.ts';
import type { SipPrecallForm } from '../../components/parts/sip-precall-form.ts';
import type { SipRating } from '../../components/parts/sip-rating.ts';
import type { PhoneCallOptions } from '../../components/store/phone-events.ts';
import type { PhoneStore } from '../../components/store/phone-store.ts';
import { IDLE } from '../../components/store/snapshot.ts';
import { checkAccessibility } from '../support/axe.ts';
import { clear, deep, mount, textOf, until } from './fake-world.ts';

afterEach(clear);

/** A store of which a call that has ended waits to be rated. */
function storeToRate() {
  const ratings: unknown[] = [];
  const rate = (rating: number | null) => void ratings.push(rating);
  const store = { snapshot: { ...IDLE, toRate: 'call-1' }, on() {}, off() {}, rate };
  return { store: store as unknown as PhoneStore, ratings };
}

const drawn = (element: Element, selector: string) =>
  until(`${selector} is drawn`, () => deep(element, selector));

describe('<sip-precall-form>', () => {
  async function mounted(content = html``) {
    const told: PhoneCallOptions[] = [];
    const form = mount<SipPrecallForm>(
      html`<sip-precall-form .proceed=${(options: PhoneCallOptions) => told.push(options)}
        >${content}</sip-precall-form
      >`,
    );
    await drawn(form, 'form');
    return { form, told };
  }

  it('asks for a name and a reason, with the keyboard alone', async () => {
    const { form, told } = await mounted();
    await checkAccessibility(form);
    form.focus();
    await sendKeys({ type: 'Maria' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'A question' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(told).to.deep.equal([{ displayName: 'Maria', extraHeaders: ['X-Reason: A question'] }]);
  });

  it("takes the page's own fields, and calls only when what they require is there", async () => {
    const { form, told } = await mounted(
      html`<label>Order <input name="x-order" required pattern="[0-9]+" /></label>
        <label
          >Topic
          <select name="topic">
            <option>Sales</option>
            <option>Support</option>
          </select></label
        >
        <label><input type="checkbox" name="urgent" value="yes" /> Urgent</label>`,
    );
    await checkAccessibility(form);
    expect(textOf(form)).not.to.include(en.visitor.reason);
    const order = form.querySelector<HTMLInputElement>('[name=x-order]')!;
    deep(form, '[part=call]')!.click();
    expect(told).to.deep.equal([]);
    expect(document.activeElement).to.equal(order);
    order.value = '4711';
    order.focus();
    await sendKeys({ press: 'Enter' });
    expect(told).to.deep.equal([{ extraHeaders: ['X-Order: 4711', 'X-Topic: Sales'] }]);
  });

  it('leaves out a password and a file, whatever they are called', async () => {
    const { form, told } = await mounted(
      html`<label>Secret <input type="password" name="pin" value="1234" /></label>`,
    );
    deep(form, '[part=call]')!.click();
    expect(told).to.deep.equal([{}]);
  });
});

describe('<sip-rating>', () => {
  it('shows nothing while there is nothing to rate', async () => {
    const rating = mount<SipRating>(html`<sip-rating></sip-rating>`);
    await rating.updateComplete;
    expect(textOf(rating)).to.equal('');
  });

  it('asks how the call was, and takes an answer by keyboard', async () => {
    const { store, ratings } = storeToRate();
    const rating = mount<SipRating>(html`<sip-rating .store=${store}></sip-rating>`);
    await drawn(rating, 'input');
    expect(textOf(rating)).to.include(en.visitor.rate);
    await checkAccessibility(rating);
    rating.focus();
    await sendKeys({ press: ' ' });
    for (let at = 1; at < 4; at += 1) await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(ratings).to.deep.equal([4]);
  });

  it('can be closed without an answer', async () => {
    const { store, ratings } = storeToRate();
    const rating = mount<SipRating>(html`<sip-rating .store=${store}></sip-rating>`);
    await drawn(rating, '[part=close]');
    deep(rating, '[part=close]')!.click();
    expect(ratings).to.deep.equal([null]);
  });
});

describe('<sip-consent>', () => {
  it("asks the page's question as text, and takes both answers", async () => {
    const answers: boolean[] = [];
    const consent = mount<SipConsent>(
      html`<sip-consent text="<b>Yes?</b>" .decide=${(given: boolean) => answers.push(given)}></sip-consent>`,
    );
    await drawn(consent, '[part=agree]');
    expect(textOf(consent)).to.include('<b>Yes?</b>');
    await checkAccessibility(consent);
    consent.focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(answers).to.deep.equal([true, false]);
  });
});
