/** A page that does nothing but ask for the microphone, as a call does. */
import type { SipError } from '../../../src/errors.ts';
import { openMicrophone } from '../../../src/media/microphone.ts';

declare global {
  interface Window {
    /** Says `open`, or why the microphone did not: a code of the register of errors. */
    askForMicrophone: () => Promise<string>;
  }
}

window.askForMicrophone = () =>
  openMicrophone().then(
    () => 'open',
    (error: SipError) => String(error.code),
  );
