import createDebug from 'debug';
import * as sdp from 'sdp-transform';
import { html, LitElement, render } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { expect } from 'chai';
import { checkAccessibility } from './axe.ts';

/** As small as an element of ours can be: a decorated property and a shadow tree. */
@customElement('support-greeting')
class Greeting extends LitElement {
  @property() name = 'nobody';

  override render() {
    return html`<button>Call ${this.name}</button>`;
  }
}

describe('the test runner', () => {
  it('loads a Lit element with decorators, and its attribute shows', async () => {
    render(html`<support-greeting name="Alice"></support-greeting>`, document.body);
    const greeting = document.querySelector('support-greeting') as Greeting;
    await greeting.updateComplete;
    expect(greeting.shadowRoot?.textContent?.trim()).to.equal('Call Alice');
  });

  it('loads debug, which is CommonJS', () => {
    expect(createDebug('sip-elements:test').enabled).to.equal(false);
  });

  it('loads sdp-transform, which is CommonJS', () => {
    expect(sdp.parse('v=0\r\ns=-\r\n').name).to.equal('-');
  });

  it('finds a button without a name by axe, in a shadow tree too', async () => {
    const host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append(document.createElement('button'));
    document.body.append(host);
    const complaint = await checkAccessibility(host).catch((error: Error) => error.message);
    expect(complaint).to.contain('button-name');
  });

  it('finds nothing in a button with a name', async () => {
    const button = document.createElement('button');
    button.textContent = 'Call';
    document.body.append(button);
    await checkAccessibility(button);
  });
});
