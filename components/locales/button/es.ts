import type { ButtonWords } from '../dictionary.ts';

/** Español. */
const es: ButtonWords = {
  lang: 'es',
  states: { loading: 'Conectando…', closed: 'Cerrado' },
  errors: {
    'code-missing': 'No se ha cargado una parte de esta página. Vuelva a cargarla e inténtelo de nuevo.',
    'webrtc-unsupported':
      'Este navegador no permite hacer llamadas. Utilice una versión actual de Chrome, Edge, Firefox o Safari.',
    'page-insecure':
      'El micrófono solo funciona en páginas seguras. Abra esta página con https:// en la dirección.',
  },
  labels: { call: 'Llamar' },
  opensAgain: (when) => `Cerrado en este momento. Volvemos a abrir: ${when}.`,
};

export default es;
