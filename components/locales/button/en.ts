import type { ButtonWords } from '../dictionary.ts';

/** English. */
const en: ButtonWords = {
  lang: 'en',
  states: { loading: 'Connecting…', closed: 'Closed' },
  errors: {
    'code-missing': 'A part of this page did not load. Please reload the page and try again.',
    'webrtc-unsupported':
      'This browser cannot make calls. Please use a current Chrome, Edge, Firefox or Safari.',
    'page-insecure':
      'The microphone works on secure pages only. Please open this page with https:// in its address.',
  },
  labels: { call: 'Call' },
  opensAgain: (when) => `Closed at present. Open again: ${when}.`,
};

export default en;
