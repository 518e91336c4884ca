/// <reference types="mocha" />
// The code of a phone comes after that of its button: as in a page with the launcher for all, or on a slow network.
import { expect } from 'chai';
import { html } from 'lit';
import '../../components/define/sip-call-button.ts';
import { nextTask } from '../../components/next-task.ts';
import { SipCallButton } from '../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../components/sip-phone/sip-phone.ts';
import { FakeWorld, mount, until, untilState } from './fake-world.ts';
import { inner } from './launcher.ts';

describe('a call button of a phone whose code is on its way', () => {
  it('is not clicked in vain: the phone makes the call as soon as it can', async () => {
    const world = new FakeWorld();
    SipCallButton.world = SipPhone.world = world;
    const phone = mount<SipPhone>(html`
      <sip-phone server="wss://desk.example" uri="sip:desk@desk.example">
        <sip-call-button target="sip:sales@shop.example"></sip-call-button>
      </sip-phone>
    `);
    const button = phone.querySelector('sip-call-button')!;
    await until('the button is drawn', () => button.shadowRoot && inner(button));
    inner(button).click();
    await untilState(button, 'loading');
    // Long after the code of a button alone.
    await import('../../components/sip-call-button/private-phone.ts');
    for (let task = 0; task < 20; task++) await nextTask();
    expect(button.state).to.equal('loading');
    await import('../../components/define/sip-phone.ts');
    await untilState(phone, 'dialing');
    await untilState(button, 'dialing');
    expect(world.agents.map(({ configuration }) => configuration.servers)).to.deep.equal([
      ['wss://desk.example'],
    ]);
    expect(world.agent.calls[0]?.target).to.equal('sip:sales@shop.example');
    phone.stop();
    world.end();
  });
});
