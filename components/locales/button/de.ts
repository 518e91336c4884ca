import type { ButtonWords } from '../dictionary.ts';

/** Deutsch. */
const de: ButtonWords = {
  lang: 'de',
  states: { loading: 'Verbinde …', closed: 'Geschlossen' },
  errors: {
    'code-missing':
      'Ein Teil dieser Seite wurde nicht geladen. Bitte laden Sie die Seite neu und versuchen Sie es wieder.',
    'webrtc-unsupported':
      'Dieser Browser kann nicht telefonieren. Bitte verwenden Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.',
    'page-insecure':
      'Das Mikrofon funktioniert nur auf sicheren Seiten. Bitte öffnen Sie diese Seite mit https:// in der Adresse.',
  },
  labels: { call: 'Anrufen' },
  opensAgain: (when) => `Zurzeit geschlossen. Wieder geöffnet: ${when}.`,
};

export default de;
