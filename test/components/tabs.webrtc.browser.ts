/// <reference types="mocha" />
// One account in several pages of a site, by the browser's own locks: each frame below stands for a tab.
import { expect } from 'chai';
import { html } from 'lit';
import '../../components/define/sip-phone.ts';
import en from '../../components/locales/en.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { checkAccessibility } from '../support/axe.ts';
import { deep, FakeWorld, mount, spoken, textOf, until } from './fake-world.ts';
import { type Frame, openFrame } from './framed/frames.ts';

const ACCOUNT = { server: 'wss://sip.example', uri: 'sip:anna@sip.example', 'display-name': 'Anna' };

let frames: Frame[] = [];
let world: FakeWorld | undefined;
afterEach(() => {
  for (const { frame } of frames) frame.remove();
  frames = [];
  document.querySelector('sip-phone')?.stop();
  world?.end();
  world = undefined;
});

/** Opens a tab. */
async function openTab(): Promise<Frame> {
  const frame = await openFrame('plain.html');
  frames.push(frame);
  frame.page.world.takeTurns();
  return frame;
}

/** Opens a tab with a phone of the account. */
async function openPhone(): Promise<{ tab: Frame; phone: SipPhone }> {
  const tab = await openTab();
  return { tab, phone: tab.page.show('sip-phone', ACCOUNT) as SipPhone };
}

/** Puts a phone of the account into the page of the test, which is one more tab. */
function openPhoneHere(): SipPhone {
  world = new FakeWorld();
  world.takeTurns();
  SipPhone.world = world;
  const { server, uri } = ACCOUNT;
  return mount<SipPhone>(html`<sip-phone server=${server} uri=${uri} display-name="Anna"></sip-phone>`);
}

const isRegistered = (phone: Element) => phone.matches(':state(registered)');
const waits = (phone: Element) => phone.matches(':state(standby)');

describe('one account in two tabs', () => {
  it('registers in one; the other shows and says that calls ring in another tab', async () => {
    const first = await openPhone();
    await until('the first one is registered', () => isRegistered(first.phone));
    const phone = openPhoneHere();
    await until('the second one waits', () => waits(phone));
    expect(isRegistered(phone)).to.equal(false);
    expect(phone.state).to.equal('idle');
    await until('it is said', () => spoken(phone, 'status') === en.labels.standby);
    await until('it is shown', () => textOf(deep(phone, 'sip-status')!).includes(en.labels.standby));
    expect(deep(phone, '[part=registration]')!.checkVisibility(), '"Not signed in"').to.equal(false);
    expect(deep(phone, 'sip-dialer')!.checkVisibility(), 'who waits can call').to.equal(true);
    await checkAccessibility(phone);
  });

  it('registers in the other one as soon as the first is closed, as the same instance', async () => {
    const first = await openPhone();
    await until('the first one is registered', () => isRegistered(first.phone));
    const { instance_id } = first.tab.page.world.agent.configuration;
    const second = await openPhone();
    await until('the second one waits', () => waits(second.phone));
    const closed = performance.now();
    first.tab.frame.remove();
    await until('it is registered', () => isRegistered(second.phone));
    expect(performance.now() - closed).to.be.below(1000);
    expect(waits(second.phone)).to.equal(false);
    await until('it is said', () => spoken(second.phone, 'status') === en.labels.registered);
    expect(second.tab.page.world.agent.configuration.instance_id).to.equal(instance_id);
    expect(instance_id).to.equal(localStorage.getItem('sip-elements:instance'));
  });

  it('tells nobody of another tab when a page is loaded anew, or a phone stops and starts', async () => {
    const { tab, phone } = await openPhone();
    await until('it is registered', () => isRegistered(phone));
    let waited = false;
    phone.store.on('change', ({ standby }) => void (waited ||= standby));
    phone.stop();
    await phone.start();
    await until('it is registered again', () => isRegistered(phone));
    expect(waited).to.equal(false);

    const page = tab.page;
    tab.window.location.reload();
    await until('the page is loaded anew', () => tab.page && tab.page !== page);
    tab.page.world.takeTurns();
    const next = tab.page.show('sip-phone', ACCOUNT) as SipPhone;
    next.store.on('change', ({ standby }) => void (waited ||= standby));
    await until('it is registered after that', () => isRegistered(next));
    expect(waited).to.equal(false);
  });

  it('tells nobody of another tab when the next page of a framework has a phone of its own', async () => {
    const { tab, phone } = await openPhone();
    await until('it is registered', () => isRegistered(phone));
    const next = tab.page.show('sip-phone', ACCOUNT) as SipPhone;
    let waited = false;
    next.store.on('change', ({ standby }) => void (waited ||= standby));
    await until('the next one is registered', () => isRegistered(next));
    expect(isRegistered(phone)).to.equal(false);
    expect(waited).to.equal(false);
    next.replaceWith(phone);
    await until('who comes back is registered again', () => isRegistered(phone));
  });

  it('is the same in one page: of two phones of an account one rings', async () => {
    const { tab, phone } = await openPhone();
    await until('the first one is registered', () => isRegistered(phone));
    const second = tab.document.createElement('sip-phone');
    for (const [name, value] of Object.entries(ACCOUNT)) second.setAttribute(name, value);
    tab.document.body.append(second);
    await until('the second one waits', () => waits(second));
    phone.stop();
    await until('the second one is registered', () => isRegistered(second));
  });
});
