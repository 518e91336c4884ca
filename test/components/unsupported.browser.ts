/// <reference types="mocha" />
import { html } from 'lit';
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import en from '../../components/locales/en.ts';
import { platform, systemPlatform, usePlatform } from '../../src/platform.ts';
import { checkAccessibility } from '../support/axe.ts';
import { clear, mount, textOf, until, untilState } from './fake-world.ts';

const before = platform;

describe('in a browser without WebRTC', () => {
  beforeEach(() => void usePlatform({ ...systemPlatform(), RTCPeerConnection: undefined }));
  afterEach(() => {
    usePlatform(before);
    clear();
  });

  it('a call button says so, cannot be pressed, and shows its fallback', async () => {
    const button = mount(
      html`<sip-call-button server="wss://sip.example" target="sip:a@b">
        <span slot="label">Call sales</span><a href="tel:+15550100">Call us on +1 555 0100</a>
      </sip-call-button>`,
    );
    await untilState(button, 'unsupported');
    await until('the sentence is seen', () => textOf(button).includes(en.errors['webrtc-unsupported']));
    const inner = button.shadowRoot?.querySelector<HTMLElement>('[part=button]');
    expect(inner?.getAttribute('aria-disabled')).to.equal('true');
    expect(button.querySelector('a')?.offsetWidth).to.be.greaterThan(0);
    inner?.click();
    expect(button.getAttribute('state')).to.equal('unsupported');
    await checkAccessibility(button);
  });

  it('a phone says so', async () => {
    const phone = mount(html`<sip-phone server="wss://sip.example" uri="sip:a@b"></sip-phone>`);
    await untilState(phone, 'unsupported');
    await until('the sentence is seen', () => textOf(phone).includes(en.errors['webrtc-unsupported']));
    await checkAccessibility(phone);
  });
});
