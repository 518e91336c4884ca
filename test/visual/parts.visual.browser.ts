/// <reference types="mocha" />
import { html, type TemplateResult } from 'lit';
import '../../components/define/sip-phone.ts';
import type { PhoneStore } from '../../components/store/phone-store.ts';
import { IDLE, type CallSnapshot, type PhoneSnapshot } from '../../components/store/snapshot.ts';
import { UNKNOWN_QUALITY, type CallQuality } from '../../components/store/call-quality.ts';
import { STATES } from '../../components/store/states.ts';
import { StillWorld } from '../components/scenes.ts';
import { mount } from '../components/fake-world.ts';
import { compareLooks, compareTree, frames, prepare, seePlainly } from './looks.ts';

/** What a part may be given in the place of a phone: it shows this, and does nothing. */
function showing(snapshot: Partial<PhoneSnapshot>): PhoneStore {
  return { snapshot: { ...IDLE, ...snapshot }, on() {}, off() {} } as unknown as PhoneStore;
}

/** A call that sounds like this. */
function sounding(quality: Partial<CallQuality>): PhoneStore {
  const active = { phase: 'connected', quality: { ...UNKNOWN_QUALITY, ...quality } } as CallSnapshot;
  return showing({ active });
}

const GRADES = ['excellent', 'good', 'fair', 'poor', 'bad'] as const;
const TROUBLES = ['no-media', 'microphone-silent', 'remote-silent'] as const;

const parts: Record<string, { height: number; template: TemplateResult }> = {
  status: {
    height: 500,
    template: html`${STATES.map(
      (state) => html`<div><sip-status .store=${showing({ state })}></sip-status></div>`,
    )}`,
  },
  quality: {
    height: 260,
    template: html`${GRADES.map(
      (grade) =>
        html`<sip-quality
          .store=${sounding({ grade, troubled: ['poor', 'bad'].includes(grade) })}
        ></sip-quality>`,
    )}
    ${TROUBLES.map((name) => html`<sip-quality .store=${sounding({ warnings: [name] })}></sip-quality>`)}`,
  },
  disabled: {
    height: 380,
    template: html`<sip-mute-button .store=${showing({})}></sip-mute-button>
      <sip-hangup-button tone="danger" .store=${showing({})}></sip-hangup-button>
      <sip-keypad .store=${showing({})}></sip-keypad>`,
  },
};

describe('the look of parts by themselves', () => {
  let world: StillWorld;

  before(prepare);
  beforeEach(() => void (world = new StillWorld()));
  afterEach(() => world.end());

  for (const [name, { height, template }] of Object.entries(parts))
    it(`is as it was, to eyes and to assistive technology: ${name}`, async () => {
      await seePlainly(340, height);
      mount(html`<div>${template}</div>`);
      await frames();
      await compareTree(`parts/${name}`);
      await compareLooks(`parts/${name}`, 340, height);
    });
});
