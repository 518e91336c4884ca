/// <reference types="mocha" />
import { html, type LitElement } from 'lit';
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import { deep, mount, until } from './fake-world.ts';
import { buttonScenes, moreButtonScenes, setScene, StillWorld } from './scenes.ts';

let world: StillWorld;

beforeEach(() => void (world = new StillWorld()));
afterEach(() => {
  world.end();
  document.documentElement.removeAttribute('style');
});

const set = (token: string, value: string) => document.documentElement.style.setProperty(token, value);
const styleOf = (element: Element, selector: string) => getComputedStyle(deep(element, selector)!);

describe('the tokens of the look', () => {
  it("make the page's accent that of all it means, and one for the button alone is stronger", async () => {
    set('--sip-accent', 'rgb(1, 2, 3)');
    const button = await setScene('idle', buttonScenes.idle, world);
    expect(styleOf(button, '[part=button]').backgroundColor).to.equal('rgb(1, 2, 3)');
    set('--sip-button-background', 'rgb(4, 5, 6)');
    expect(styleOf(button, '[part=button]').backgroundColor).to.equal('rgb(4, 5, 6)');
  });

  it('reach the panel and what is in it', async () => {
    const button = await setScene('connected', buttonScenes.connected, world);
    const size = () => styleOf(deep(button, 'sip-mute-button')!, '[part=icon]').width;
    expect(size()).to.equal('48px');
    set('--sip-control-size', '60px');
    expect(size()).to.equal('60px');
    set('--sip-surface', 'rgb(1, 2, 3)');
    const panel = deep(button, 'sip-call-panel')!;
    expect(getComputedStyle(panel).backgroundColor).to.equal('rgb(1, 2, 3)');
    set('--sip-panel-background', 'rgb(4, 5, 6)');
    expect(getComputedStyle(panel).backgroundColor).to.equal('rgb(4, 5, 6)');
  });

  it('set where a floating button stands, and above what', async () => {
    set('--sip-offset', '33px');
    set('--sip-z-index', '7');
    const button = await setScene('floating', moreButtonScenes.floating, world);
    const { bottom, right } = button.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    expect([clientWidth - right, clientHeight - bottom].map(Math.round)).to.deep.equal([33, 33]);
    expect(getComputedStyle(button).zIndex).to.equal('7');
  });

  it('leave a floating button in its corner, and readable what is said beside it', async () => {
    const place = (element: HTMLElement) => deep(element, '[part=button]')!.getBoundingClientRect();
    const open = place(await setScene('floating', moreButtonScenes.floating, world));
    const closed = await setScene('floating-closed', moreButtonScenes['floating-closed'], world);
    expect([place(closed).right, place(closed).bottom]).to.deep.equal([open.right, open.bottom]);
    expect(styleOf(closed, 'slot[name=closed] [part=message]').backgroundColor).to.equal(
      'rgb(255, 255, 255)',
    );
  });
});

describe('the slots of the look', () => {
  it('take icon and label of a part from the page; a toggle has an icon for each side', async () => {
    const phone = mount(
      html`<sip-phone server="wss://sip.example" uri="sip:anna@sip.example">
        <sip-mute-button><b slot="icon">on</b><b slot="icon-on">off</b>My microphone</sip-mute-button>
        <sip-dialer><span slot="label">Extension</span></sip-dialer>
        <sip-status><b slot="idle">*</b></sip-status>
      </sip-phone>`,
    );
    const seen = (text: string) =>
      [...phone.querySelectorAll('b, span')].find((node) => node.textContent === text)?.checkVisibility();
    await until('they are drawn', () => seen('on') && seen('Extension') && seen('*'));
    expect(seen('off')).to.equal(false);
    expect(
      phone.querySelector('sip-mute-button')!.shadowRoot!.querySelector('slot:not([name])'),
    ).not.to.equal(null);
    const { store } = document.querySelector('sip-phone')!;
    await until('it is registered', () => phone.matches(':state(registered)'));
    store.requestCall('bob');
    await until('it calls', () => phone.matches(':state(dialing)'));
    world.session.accept();
    await until('it talks', () => phone.matches(':state(connected)'));
    store.mute();
    await until('the other icon is there', () => seen('off') && !seen('on'));
  });
});

describe("the page's styles and those of the elements", () => {
  it('do not reach each other', async () => {
    const sheet = new CSSStyleSheet();
    const button = await setScene('connected', buttonScenes.connected, world);
    const own = document.createElement('button');
    own.className = 'round';
    document.querySelector('main')!.append(own);
    const look = (element: Element) => {
      const { display, color, backgroundColor, borderRadius, padding, minHeight } = getComputedStyle(element);
      return { display, color, backgroundColor, borderRadius, padding, minHeight };
    };
    const inside = ['[part=button]', 'button.round', '[part=label]'].map((selector) =>
      deep(button, selector),
    );
    const before = inside.filter((element) => element !== null).map(look);
    expect(before.length).to.be.greaterThan(1);
    const alone = document.createElement('iframe');
    document.querySelector('main')!.append(alone);
    const untouched = alone.contentDocument!.body.appendChild(own.cloneNode());
    expect(look(own)).to.deep.equal(look(untouched as Element));
    sheet.replaceSync(
      'button, span, svg, .round { all: unset; display: none !important; padding: 9px !important }',
    );
    document.adoptedStyleSheets.push(sheet);
    try {
      expect(getComputedStyle(own).display).to.equal('none');
      expect(inside.filter((element) => element !== null).map(look)).to.deep.equal(before);
    } finally {
      document.adoptedStyleSheets.pop();
    }
  });

  it('of a page in spaced, shadowed capitals leave the panel and the phone as they are', async () => {
    const button = await setScene('connected', buttonScenes.connected, world);
    const main = document.querySelector('main')!;
    const phone = document.createElement('sip-phone');
    main.append(phone);
    await until('the phone is drawn', () => deep(phone, '[part=account]'));
    const texts = [deep(deep(button, 'sip-call-panel')!, '[part=name]')!, deep(phone, '[part=account]')!];
    const look = () =>
      texts.map((element) => {
        const style = getComputedStyle(element);
        const { textTransform, letterSpacing, wordSpacing, textIndent, textShadow } = style;
        const { whiteSpace, fontStyle, fontWeight, lineHeight, textAlign } = style;
        const words = { textTransform, letterSpacing, wordSpacing, textIndent, textShadow };
        return { ...words, whiteSpace, fontStyle, fontWeight, lineHeight, textAlign };
      });
    const before = look();
    main.style.cssText =
      'text-transform: uppercase; letter-spacing: 2px; word-spacing: 6px; text-indent: 40px; white-space: pre;' +
      'text-shadow: 1px 1px 2px; font-style: italic; font-weight: 900; line-height: 3; text-align: end';
    expect(look()).to.deep.equal(before);
    main.removeAttribute('style');
  });
});

describe('the room that things take', () => {
  it('is none for the rating that is asked for later', async () => {
    const button = await setScene('connected', buttonScenes.connected, world);
    const panel = deep(button, 'sip-call-panel')!;
    const height = panel.getBoundingClientRect().height;
    button.setAttribute('rating', '');
    (panel as LitElement).requestUpdate();
    await (panel as LitElement).updateComplete;
    expect(panel.getBoundingClientRect().height).to.equal(height);
  });

  it('is no more for the default phone than a card needs, however wide the page is', async () => {
    const phone = mount(html`<sip-phone></sip-phone>`);
    await until('the phone is drawn', () => deep(phone, '[part=account]'));
    phone.parentElement!.style.width = '1000px';
    expect(deep(phone, '[part=base]')!.getBoundingClientRect().width).to.equal(440);
  });
});
