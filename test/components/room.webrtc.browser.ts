/// <reference types="mocha" />
// Every language in a window of 320 CSS pixels, with text as it is and at 200 % (WCAG 2.2, 1.4.4 and 1.4.10). Not in WebKitGTK,
// whose driver sets no window.
import { expect } from 'chai';
import { setViewport } from '@web/test-runner-commands';
import '../../components/define/sip-call-button.ts';
import '../../components/define/sip-phone.ts';
import { phoneWords } from '../../components/locales/phone-words.ts';
import { deep, until } from './fake-world.ts';
import {
  buttonScenes,
  moreButtonScenes,
  morePhoneScenes,
  phoneScenes,
  setScene,
  StillWorld,
  type Scene,
} from './scenes.ts';

const WIDTH = 320;
const page = document.documentElement;
const languages = ['en', 'de', 'fr', 'es', 'ar', 'zh'];

const scenes: Record<string, Scene<Element>> = {
  ...{ 'phone, ready': phoneScenes.idle, 'phone, ringing': morePhoneScenes.incoming },
  'phone, in a call': async (world) => {
    const phone = await phoneScenes.held(world);
    phone.setAttribute('video', '');
    deep(phone, '.toggle')!.click();
    await until('the keys', () => deep(phone, '[part=key]')?.checkVisibility());
    return phone;
  },
  ...{ 'phone, another call waits': morePhoneScenes['call-waiting'], 'phone, failed': phoneScenes.failed },
  ...{ 'phone, settings': morePhoneScenes.settings, 'button, in a call': buttonScenes.held },
  ...{ 'button, failed': buttonScenes.failed, 'button, consent': moreButtonScenes.consent },
  ...{ 'button, precall': moreButtonScenes.precall, 'button, rating': moreButtonScenes.rating },
};

/** What sticks out of the window, or shows less of its text than there is, through shadow trees. */
function cut(root: Element): string[] {
  return [...(root.shadowRoot ?? root).querySelectorAll('*')].flatMap((element) => {
    if (!element.checkVisibility() || element.matches('.hidden-text, style, svg *, option')) return [];
    const { left, right } = element.getBoundingClientRect();
    const hides =
      getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth;
    const wrong =
      left < -0.5 || right > WIDTH + 0.5 || (hides && !element.matches('input, select, sip-video'));
    const here = wrong ? [`${element.localName}[${element.getAttribute('part')}] ${left}–${right}`] : [];
    return [...here, ...(element.shadowRoot ? cut(element) : [])];
  });
}

let world: StillWorld;

before(async () => {
  await setViewport({ width: WIDTH, height: 640 });
  await Promise.all(languages.map((language) => phoneWords.load(language)));
});

after(() => setViewport({ width: 800, height: 600 }));

beforeEach(() => void (world = new StillWorld()));

afterEach(() => {
  world.end();
  for (const name of ['lang', 'dir', 'style']) page.removeAttribute(name);
});

const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

describe('in 320 pixels, in each language, with text twice as large too', () => {
  for (const [name, scene] of Object.entries(scenes))
    it(`nothing is cut off: ${name}`, async () => {
      page.lang = 'en';
      await setScene(name, scene, world);
      for (const size of ['100%', '200%'])
        for (const language of languages) {
          page.style.fontSize = size;
          page.lang = language;
          page.dir = language === 'ar' ? 'rtl' : 'ltr';
          await painted();
          expect(cut(document.querySelector('main')!), `${language}, ${size}`).to.deep.equal([]);
        }
    });
});
