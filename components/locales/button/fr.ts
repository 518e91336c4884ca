import type { ButtonWords } from '../dictionary.ts';

/** Français. */
const fr: ButtonWords = {
  lang: 'fr',
  states: { loading: 'Connexion…', closed: 'Fermé' },
  errors: {
    'code-missing':
      'Une partie de cette page n’a pas été chargée. Veuillez recharger la page, puis réessayer.',
    'webrtc-unsupported':
      'Ce navigateur ne permet pas d’appeler. Veuillez utiliser une version récente de Chrome, Edge, Firefox ou Safari.',
    'page-insecure':
      'Le microphone ne fonctionne que sur les pages sécurisées. Veuillez ouvrir cette page avec https:// dans son adresse.',
  },
  labels: { call: 'Appeler' },
  opensAgain: (when) => `Fermé pour le moment. Réouverture : ${when}.`,
};

export default fr;
