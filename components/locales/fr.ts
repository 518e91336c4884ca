import button from './button/fr.ts';
import { complete } from './dictionary.ts';

/** Français. */
const fr = complete(button, {
  states: {
    idle: 'Prêt',
    unsupported: 'Ce navigateur ne permet pas d’appeler',
    offline: 'Pas de connexion',
    permission: 'Autorisez le microphone',
    dialing: 'Appel en cours…',
    ringing: 'Ça sonne…',
    'early-media': 'Ça sonne…',
    queued: 'En file d’attente…',
    connected: 'En communication',
    held: 'En attente',
    reconnecting: 'Reconnexion…',
    ended: 'Appel terminé',
    failed: 'Pas d’appel',
  },
  spoken: {
    idle: () => '',
    loading: () => 'Connexion en cours.',
    unsupported: () => '',
    offline: () => 'Il n’y a pas de connexion.',
    closed: () => '',
    permission: () => 'Votre navigateur demande l’accès au microphone. Veuillez l’autoriser.',
    dialing: (name) => `Vous appelez ${name}.`,
    ringing: (name) => `Ça sonne chez ${name}.`,
    'early-media': (name) => `Ça sonne chez ${name}.`,
    queued: () => 'Vous êtes dans la file d’attente.',
    connected: (name) => `Vous êtes en communication avec ${name}.`,
    held: () => 'L’appel est en attente.',
    reconnecting: () => 'La connexion au serveur a été perdue. Vous pouvez continuer à parler.',
    ended: () => 'L’appel est terminé.',
    failed: () => '',
  },
  errors: {
    'attribute-invalid':
      'Ce téléphone n’est pas configuré correctement. Veuillez le signaler au responsable de cette page.',
    'attribute-missing':
      'La configuration de ce téléphone est incomplète. Veuillez le signaler au responsable de cette page.',
    'server-insecure':
      'Ce téléphone n’est pas configuré de façon sûre et ne se connecte pas. Veuillez le signaler au responsable de cette page.',
    'password-in-page': 'Ce téléphone n’est configuré que pour un essai.',
    'credentials-refused':
      'Vous n’êtes pas autorisé à appeler d’ici. Veuillez recharger la page ou vous reconnecter.',
    'credentials-limited': 'Il y a eu trop d’appels à l’instant. Veuillez réessayer dans quelques minutes.',
    'credentials-failed': 'L’appel n’a pas pu être préparé. Veuillez réessayer dans une minute.',
    'microphone-dismissed':
      'Le microphone n’a pas été autorisé. Veuillez rappeler et choisir « Autoriser » quand votre navigateur le demande.',
    'microphone-blocked':
      'Le microphone est bloqué pour ce site. Veuillez l’autoriser avec l’icône à côté de l’adresse, puis rappeler.',
    'microphone-policy':
      'Cette page ne permet pas aux appels d’utiliser le microphone. Veuillez le signaler au responsable de cette page.',
    'microphone-missing': 'Aucun microphone n’a été trouvé. Veuillez en brancher un, puis rappeler.',
    'microphone-busy':
      'Le microphone n’est pas disponible en ce moment. Veuillez fermer les autres programmes qui l’utilisent, puis rappeler.',
    'camera-blocked':
      'La caméra est bloquée pour ce site. Veuillez l’autoriser avec l’icône à côté de l’adresse, puis réessayer.',
    'camera-missing': 'Aucune caméra n’a été trouvée. Veuillez en brancher une, puis réessayer.',
    'camera-busy':
      'La caméra n’est pas disponible en ce moment. Veuillez fermer les autres programmes qui l’utilisent, puis réessayer.',
    'video-refused': 'Votre correspondant n’accepte pas la vidéo. L’appel continue avec le son.',
    'sound-blocked': 'Votre navigateur ne joue pas encore de son. Veuillez choisir « Activer le son ».',
    'connection-failed':
      'Le service téléphonique est injoignable. Veuillez vérifier votre connexion Internet, puis réessayer.',
    'registration-failed':
      'Le service téléphonique n’a pas accepté ce téléphone. Veuillez réessayer dans une minute.',
    'authentication-failed':
      'Le nom d’utilisateur ou le mot de passe n’a pas été accepté. Veuillez les vérifier.',
    'guest-refused':
      'Ce service téléphonique ne prend pas les appels d’invités. Veuillez vous connecter avant d’appeler.',
    'call-busy': 'La ligne est occupée. Veuillez rappeler dans quelques minutes.',
    'call-rejected': 'L’appel n’a pas été pris. Veuillez rappeler plus tard.',
    'call-not-found': 'Il n’y a personne à ce numéro. Veuillez le vérifier, puis rappeler.',
    'call-unavailable': 'Personne n’est joignable en ce moment. Veuillez rappeler plus tard.',
    'call-no-answer': 'Personne n’a répondu. Veuillez rappeler plus tard.',
    'call-canceled': 'L’appel a été arrêté avant que quelqu’un réponde.',
    'call-failed': 'L’appel n’a pas fonctionné. Veuillez réessayer.',
    'call-media':
      'Aucun son n’a pu être échangé. Veuillez essayer un autre réseau, sans VPN ni pare-feu strict.',
    'wrong-state': 'Ce n’est pas possible en ce moment. Veuillez attendre la fin de l’appel.',
  },
  labels: {
    phone: 'Téléphone',
    currentCall: 'Appel en cours',
    incomingCall: 'Appel entrant',
    hangup: 'Raccrocher',
    answer: 'Répondre',
    reject: 'Refuser',
    silence: 'Couper la sonnerie',
    mute: 'Couper le micro',
    hold: 'Mettre en attente',
    keypad: 'Clavier',
    close: 'Fermer',
    number: 'Numéro ou adresse',
    registered: 'Prêt à recevoir des appels',
    notRegistered: 'Non connecté',
    standby: 'Les appels sonnent dans un autre onglet',
    timer: 'Durée',
    quality: 'Qualité du son',
    microphoneLevel: 'Niveau du microphone',
    speakerLevel: 'Niveau du correspondant',
    microphone: 'Microphone',
    speaker: 'Haut-parleur',
    ringer: 'Sonnerie',
    camera: 'Caméra',
    screen: 'Partager l’écran',
    systemDefault: 'Comme le système',
    settings: 'Son et appareils',
    volume: 'Volume',
    echoCancellation: 'Supprimer l’écho',
    noiseSuppression: 'Réduire le bruit',
    autoGainControl: 'Régler le micro automatiquement',
    otherVideo: 'Image de votre correspondant',
    ownVideo: 'Votre image',
    playSound: 'Activer le son',
  },
  incoming: (name) => `Appel de ${name}`,
  automatic: (name) => `L’appel de ${name} va être pris automatiquement. On vous entendra dans un instant.`,
  muted: 'Votre microphone est coupé.',
  unmuted: 'Votre microphone est activé.',
  queuePosition: (place) => `Vous êtes numéro ${place} dans la file d’attente.`,
  worksAgain: (time) => `Les appels seront de nouveau possibles à partir de ${time}.`,
  visitor: {
    consent:
      'Cet appel passe par Internet. Votre voix et ce que vous saisissez ici sont transmis à la personne appelée.',
    agree: 'Accepter',
    decline: 'Refuser',
    precall: 'Avant l’appel',
    name: 'Votre nom',
    reason: 'De quoi s’agit-il ?',
    cancel: 'Annuler',
    rate: 'Comment était l’appel ?',
    send: 'Envoyer',
    audioTest: 'Tester le microphone et le son',
    speak: 'Veuillez parler maintenant…',
    listen: 'Vous devriez maintenant vous entendre.',
    stop: 'Arrêter le test',
  },
  microphone: {
    silenced: 'Votre système coupe le microphone. Veuillez vérifier son interrupteur ou un autre programme.',
    lost: 'Votre microphone a disparu. Veuillez en brancher un ; l’appel continue.',
  },
  pictures: {
    camera: 'Votre caméra est activée.',
    screen: 'Votre écran est partagé.',
    none: 'Votre image est coupée.',
  },
  quality: { excellent: 'Excellente', good: 'Bonne', fair: 'Moyenne', poor: 'Médiocre', bad: 'Mauvaise' },
  soundPoor: 'Le son est mauvais à présent.',
  soundGood: 'Le son est de nouveau bon.',
  noSound: {
    'no-media': 'Aucun son ne vient de votre correspondant.',
    'microphone-silent': 'Votre microphone ne capte aucun son. Veuillez le vérifier.',
    'remote-silent': 'Votre correspondant n’envoie que du silence.',
  },
  heldByOther: 'Votre correspondant vous a mis en attente.',
  soundLost: 'Le son s’est interrompu. La liaison est en cours de rétablissement…',
});

export default fr;
