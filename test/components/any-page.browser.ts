/// <reference types="mocha" />
// What a page does to its tags where no call is possible, in every engine: nothing is thrown, and the fallback stays.
import { expect } from 'chai';
import { Idiomorph } from 'idiomorph';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import { platform, systemPlatform, usePlatform } from '../../src/platform.ts';
import { clear, until, untilState } from './fake-world.ts';

const before = platform;
const thrown: unknown[] = [];
const note = ({ error }: ErrorEvent) => thrown.push(error);

beforeEach(() => {
  usePlatform({ ...systemPlatform(), RTCPeerConnection: undefined });
  thrown.length = 0;
  addEventListener('error', note);
});

afterEach(() => {
  removeEventListener('error', note);
  usePlatform(before);
  clear();
});

const tags: [tag: string, markup: string][] = [
  [
    'sip-call-button',
    '<sip-call-button server="wss://sip.example" target="sip:a@b"><a href="tel:+15550100">Call us</a></sip-call-button>',
  ],
  ['sip-phone', '<sip-phone server="wss://sip.example" uri="sip:a@b"></sip-phone>'],
];

for (const [tag, markup] of tags) {
  describe(`<${tag}> where no call is possible`, () => {
    const stage = () => document.querySelector('main')!;
    const ours = () => document.querySelector(tag)!;

    async function paste(around = markup): Promise<Element> {
      const main = document.createElement('main');
      main.innerHTML = around;
      document.body.append(main);
      await untilState(ours(), 'unsupported');
      return ours();
    }

    it('is moved, cloned and morphed, and says the same', async () => {
      const element = await paste();
      const box = document.createElement('section');
      stage().append(box);
      box.append(element);
      await untilState(element, 'unsupported');
      const clone = element.cloneNode(true) as Element;
      stage().append(clone);
      await untilState(clone, 'unsupported');
      clone.remove();
      Idiomorph.morph(stage(), `<p>New</p>${markup}`, { morphStyle: 'innerHTML' });
      await until('the page is new', () => document.querySelector('main > p'));
      await untilState(ours(), 'unsupported');
      ours().removeAttribute('state');
      await untilState(ours(), 'unsupported');
      expect(thrown).to.deep.equal([]);
    });

    it('stands in a shadow tree, in a form and in a dialog', async () => {
      const element = await paste(`<form><input name="own" value="1">${markup}</form>`);
      expect([...new FormData(document.querySelector('form')!)]).to.deep.equal([['own', '1']]);
      const dialog = document.createElement('dialog');
      stage().append(dialog);
      dialog.append(element);
      dialog.showModal();
      await untilState(element, 'unsupported');
      dialog.close();
      const host = document.createElement('div');
      stage().append(host);
      host.attachShadow({ mode: 'open' }).append(element);
      await untilState(element, 'unsupported');
      expect(thrown).to.deep.equal([]);
    });

    it('takes any value of any attribute without a throw', async () => {
      const element = await paste();
      const names =
        'server uri target hours timezone placement load volume config-url auth-url phone header-x dtmf lang';
      for (const name of names.split(' ')) {
        for (const value of ['', ' ', '"><b>', 'a\u0000b', '[{', '-1', 'NaN', '\ud800']) {
          element.setAttribute(name, value);
          await (element as Element & { updateComplete: Promise<unknown> }).updateComplete;
          expect(element.getAttribute('state')).to.equal('unsupported');
        }
      }
      expect(thrown).to.deep.equal([]);
    });
  });
}

describe('a call button where no script runs', () => {
  /** What is to be seen in a page that has only our style sheet. */
  async function page(html: string) {
    const frame = document.createElement('iframe');
    // No `allow-scripts`: as in a browser with scripts switched off.
    frame.setAttribute('sandbox', 'allow-same-origin');
    frame.srcdoc = `<link rel="stylesheet" href="/components/styles/before-defined.css">${html}`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const main = document.createElement('main');
    main.append(frame);
    document.body.append(main);
    await loaded;
    const find = (selector: string) => frame.contentDocument!.querySelector<HTMLElement>(selector)!;
    const seen = (selector: string) =>
      find(selector).offsetWidth > 0 && find(selector).checkVisibility({ visibilityProperty: true });
    return { frame, find, seen };
  }

  it('leaves the link of the page, and neither its label nor what is shown at another time', async () => {
    const { seen } = await page(`<sip-call-button server="wss://sip.example" target="sip:a@b">
        <span slot="label">Call sales</span><a href="tel:+15550100">Call us</a>
        <p slot="closed">We are closed.</p><p slot="consent">Do you agree?</p><input slot="precall">
      </sip-call-button>`);
    const slots = ['closed', 'consent', 'precall'].map((name) => `[slot=${name}]`);
    expect(['a', 'span', ...slots].map(seen)).to.deep.equal([true, false, false, false, false]);
  });

  it('leaves a long link within the window, in the corner where the button will be', async () => {
    for (const [placement, edges] of Object.entries({
      'bottom-end': ['right', 'bottom'],
      'top-start': ['left', 'top'],
    })) {
      const { frame, find } = await page(`<sip-call-button placement="${placement}">
          <a href="tel:+15550100">Call us on +1 555 0100, day and night</a>
        </sip-call-button>`);
      const { clientWidth, clientHeight } = frame.contentDocument!.documentElement;
      const { left, right, top, bottom } = find('a').getBoundingClientRect();
      expect(left).to.be.at.least(0);
      expect(right).to.be.at.most(clientWidth);
      const gaps: Record<string, number> = {
        left,
        top,
        right: clientWidth - right,
        bottom: clientHeight - bottom,
      };
      for (const edge of edges) expect(gaps[edge], `${placement}: ${edge}`).to.be.within(0, 48);
    }
  });
});
