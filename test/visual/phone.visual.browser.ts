/// <reference types="mocha" />
import '../../components/define/sip-phone.ts';
import { morePhoneScenes, phoneScenes, setScene, StillWorld } from '../components/scenes.ts';
import { compareLooks, compareTree, prepare, seePlainly } from './looks.ts';

const WIDTH = 392;
const HEIGHT = 460;
const TALL: string[] = ['settings', 'call-waiting'];

describe('the look of the default phone', () => {
  let world: StillWorld;

  before(prepare);
  beforeEach(() => void (world = new StillWorld()));
  afterEach(() => world.end());

  for (const [name, scene] of Object.entries({ ...phoneScenes, ...morePhoneScenes }))
    it(`is as it was, to eyes and to assistive technology: ${name}`, async () => {
      const height = TALL.includes(name) ? 860 : HEIGHT;
      await seePlainly(WIDTH, height);
      await setScene(name, scene, world);
      await compareTree(`phone/${name}`);
      await compareLooks(`phone/${name}`, WIDTH, height);
    });
});
