/** The script of a page in a frame: our elements over a core that does what the test says. */
import { violations } from './violations.ts';
import '../../../components/define/sip-call-button.ts';
import '../../../components/define/sip-phone.ts';
import { SipCallButton } from '../../../components/sip-call-button/sip-call-button.ts';
import { SipPhone } from '../../../components/sip-phone/sip-phone.ts';
import { FakeWorld } from '../fake-world.ts';

/** What a test reaches of a page in a frame. */
export class FramedPage {
  readonly violations = violations;
  world = new FakeWorld();
  /** Every microphone that was opened. */
  readonly microphones: MediaStream[] = [];

  constructor() {
    this.openWorld();
  }

  /** A world in which nothing has happened yet. */
  openWorld(): void {
    this.world.end();
    this.world = new FakeWorld();
    this.world.microphone = () => this.openMicrophone({ audio: true });
    SipCallButton.world = SipPhone.world = this.world;
  }

  /** The browser's own microphone. */
  async openMicrophone(constraints: MediaStreamConstraints): Promise<MediaStream> {
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    this.microphones.push(stream);
    return stream;
  }

  /** Puts an element into the page, alone. */
  show(tag: string, attributes: Record<string, string>, children: readonly string[] = []): HTMLElement {
    document.body.replaceChildren();
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.map((child) => document.createElement(child)));
    document.body.append(element);
    return element;
  }
}

declare global {
  interface Window {
    framed: FramedPage;
  }
}

window.framed = new FramedPage();
