/// <reference types="mocha" />
import { expect } from 'chai';
import '../../components/define/sip-call-button.ts';
import { until } from '../components/fake-world.ts';
import { buttonScenes, moreButtonScenes, setScene, StillWorld } from '../components/scenes.ts';
import { compareLooks, compareTree, prepare, see, seePlainly } from './looks.ts';

/** Wide enough for the panel to stand below the button. */
const WIDTH = 490;
const HEIGHT = 336;
const TALL: string[] = ['keypad', 'precall', 'rating'];

describe('the look of a call button', () => {
  let world: StillWorld;

  before(prepare);
  beforeEach(() => void (world = new StillWorld()));
  afterEach(() => world.end());

  for (const [name, scene] of Object.entries({ ...buttonScenes, ...moreButtonScenes }))
    it(`is as it was, to eyes and to assistive technology: ${name}`, async () => {
      const height = TALL.includes(name) ? 620 : HEIGHT;
      await seePlainly(WIDTH, height);
      await setScene(name, scene, world);
      await compareTree(`button/${name}`);
      await compareLooks(`button/${name}`, WIDTH, height);
    });

  it('moves while a call is on its way, and stands still in a call and for who wants less motion', async () => {
    const element = await setScene('ringing', buttonScenes.ringing, world);
    const moves = () => element.shadowRoot!.getAnimations().length > 0;
    await see({ width: WIDTH, height: HEIGHT, motion: true });
    expect(moves()).to.equal(true);
    await see({ width: WIDTH, height: HEIGHT });
    expect(moves()).to.equal(false);
    await see({ width: WIDTH, height: HEIGHT, motion: true });
    world.session.accept();
    await until('it stands still', () => !moves());
  });
});
