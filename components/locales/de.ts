import button from './button/de.ts';
import { complete } from './dictionary.ts';

/** Deutsch. */
const de = complete(button, {
  states: {
    idle: 'Bereit',
    unsupported: 'In diesem Browser sind keine Anrufe möglich',
    offline: 'Keine Verbindung',
    permission: 'Mikrofon erlauben',
    dialing: 'Rufe an …',
    ringing: 'Es klingelt …',
    'early-media': 'Es klingelt …',
    queued: 'In der Warteschlange …',
    connected: 'Im Gespräch',
    held: 'Gehalten',
    reconnecting: 'Verbinde neu …',
    ended: 'Anruf beendet',
    failed: 'Kein Anruf',
  },
  spoken: {
    idle: () => '',
    loading: () => 'Die Verbindung wird hergestellt.',
    unsupported: () => '',
    offline: () => 'Es gibt keine Verbindung.',
    closed: () => '',
    permission: () => 'Der Browser fragt nach dem Mikrofon. Bitte erlauben Sie es.',
    dialing: (name) => `${name} wird angerufen.`,
    ringing: (name) => `Es klingelt bei ${name}.`,
    'early-media': (name) => `Es klingelt bei ${name}.`,
    queued: () => 'Sie sind in der Warteschlange.',
    connected: (name) => `Sie sprechen mit ${name}.`,
    held: () => 'Das Gespräch wird gehalten.',
    reconnecting: () => 'Die Verbindung zum Server ist abgerissen. Sie können weitersprechen.',
    ended: () => 'Das Gespräch ist beendet.',
    failed: () => '',
  },
  errors: {
    'attribute-invalid':
      'Dieses Telefon ist falsch eingerichtet. Bitte sagen Sie es dem Betreiber der Seite.',
    'attribute-missing':
      'Dieses Telefon ist unvollständig eingerichtet. Bitte sagen Sie es dem Betreiber der Seite.',
    'server-insecure':
      'Dieses Telefon ist nicht sicher eingerichtet und verbindet nicht. Bitte sagen Sie es dem Betreiber der Seite.',
    'password-in-page': 'Dieses Telefon ist nur zum Ausprobieren eingerichtet.',
    'credentials-refused':
      'Von hier aus dürfen Sie nicht anrufen. Bitte laden Sie die Seite neu oder melden Sie sich erneut an.',
    'credentials-limited': 'Es gab gerade zu viele Anrufe. Bitte versuchen Sie es in einigen Minuten wieder.',
    'credentials-failed':
      'Der Anruf konnte nicht vorbereitet werden. Bitte versuchen Sie es in einer Minute wieder.',
    'microphone-dismissed':
      'Das Mikrofon wurde nicht erlaubt. Bitte rufen Sie noch einmal an und wählen Sie „Zulassen“, wenn der Browser fragt.',
    'microphone-blocked':
      'Das Mikrofon ist für diese Website blockiert. Bitte erlauben Sie es am Symbol neben der Adresse und rufen Sie noch einmal an.',
    'microphone-policy':
      'Diese Seite lässt Anrufe das Mikrofon nicht benutzen. Bitte sagen Sie es dem Betreiber der Seite.',
    'microphone-missing':
      'Es wurde kein Mikrofon gefunden. Bitte schließen Sie eines an und rufen Sie noch einmal an.',
    'microphone-busy':
      'Das Mikrofon ist gerade nicht frei. Bitte schließen Sie andere Programme, die es benutzen, und rufen Sie noch einmal an.',
    'camera-blocked':
      'Die Kamera ist für diese Website blockiert. Bitte erlauben Sie sie am Symbol neben der Adresse und versuchen Sie es noch einmal.',
    'camera-missing':
      'Es wurde keine Kamera gefunden. Bitte schließen Sie eine an und versuchen Sie es noch einmal.',
    'camera-busy':
      'Die Kamera ist gerade nicht frei. Bitte schließen Sie andere Programme, die sie benutzen, und versuchen Sie es noch einmal.',
    'video-refused': 'Die Gegenseite nimmt kein Video an. Das Gespräch geht mit Ton weiter.',
    'sound-blocked': 'Der Browser spielt noch keinen Ton. Bitte wählen Sie „Ton einschalten“.',
    'connection-failed':
      'Der Telefondienst ist nicht erreichbar. Bitte prüfen Sie Ihre Internetverbindung und versuchen Sie es wieder.',
    'registration-failed':
      'Der Telefondienst hat dieses Telefon nicht angenommen. Bitte versuchen Sie es in einer Minute wieder.',
    'authentication-failed': 'Benutzername oder Passwort wurde nicht angenommen. Bitte prüfen Sie beides.',
    'guest-refused':
      'Dieser Telefondienst nimmt keine Anrufe von Gästen an. Bitte melden Sie sich vor dem Anruf an.',
    'call-busy': 'Es ist besetzt. Bitte rufen Sie in einigen Minuten noch einmal an.',
    'call-rejected': 'Der Anruf wurde nicht angenommen. Bitte rufen Sie später noch einmal an.',
    'call-not-found':
      'Unter dieser Nummer gibt es niemanden. Bitte prüfen Sie sie und rufen Sie noch einmal an.',
    'call-unavailable': 'Dort ist gerade niemand erreichbar. Bitte rufen Sie später noch einmal an.',
    'call-no-answer': 'Niemand hat abgenommen. Bitte rufen Sie später noch einmal an.',
    'call-canceled': 'Der Anruf wurde beendet, bevor jemand abnahm.',
    'call-failed': 'Der Anruf hat nicht geklappt. Bitte versuchen Sie es wieder.',
    'call-media':
      'Es konnte kein Ton übertragen werden. Bitte versuchen Sie ein anderes Netz, ohne VPN oder strenge Firewall.',
    'wrong-state': 'Das ist gerade nicht möglich. Bitte warten Sie, bis das Gespräch vorbei ist.',
  },
  labels: {
    phone: 'Telefon',
    currentCall: 'Laufender Anruf',
    incomingCall: 'Eingehender Anruf',
    hangup: 'Auflegen',
    answer: 'Annehmen',
    reject: 'Ablehnen',
    silence: 'Klingeln abstellen',
    mute: 'Stumm',
    hold: 'Halten',
    keypad: 'Tasten',
    close: 'Schließen',
    number: 'Nummer oder Adresse',
    registered: 'Bereit für Anrufe',
    notRegistered: 'Nicht angemeldet',
    standby: 'Anrufe klingeln in einem anderen Tab',
    timer: 'Dauer',
    quality: 'Tonqualität',
    microphoneLevel: 'Pegel des Mikrofons',
    speakerLevel: 'Pegel der Gegenseite',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    ringer: 'Klingeln',
    camera: 'Kamera',
    screen: 'Bildschirm zeigen',
    systemDefault: 'Wie im System',
    settings: 'Ton und Geräte',
    volume: 'Lautstärke',
    echoCancellation: 'Echo entfernen',
    noiseSuppression: 'Rauschen unterdrücken',
    autoGainControl: 'Mikrofon automatisch anpassen',
    otherVideo: 'Bild der Gegenseite',
    ownVideo: 'Ihr Bild',
    playSound: 'Ton einschalten',
  },
  incoming: (name) => `Anruf von ${name}`,
  automatic: (name) => `Der Anruf von ${name} wird automatisch angenommen. Gleich sind Sie zu hören.`,
  muted: 'Ihr Mikrofon ist aus.',
  unmuted: 'Ihr Mikrofon ist an.',
  queuePosition: (place) => `Sie sind Nummer ${place} in der Warteschlange.`,
  worksAgain: (time) => `Ab ${time} sind wieder Anrufe möglich.`,
  visitor: {
    consent:
      'Dieser Anruf geht über das Internet. Ihre Stimme und das, was Sie hier eingeben, werden an den Angerufenen übertragen.',
    agree: 'Zustimmen',
    decline: 'Ablehnen',
    precall: 'Vor dem Anruf',
    name: 'Ihr Name',
    reason: 'Worum geht es?',
    cancel: 'Abbrechen',
    rate: 'Wie war das Gespräch?',
    send: 'Senden',
    audioTest: 'Mikrofon und Ton testen',
    speak: 'Bitte sprechen Sie jetzt …',
    listen: 'Jetzt sollten Sie sich selbst hören.',
    stop: 'Test beenden',
  },
  microphone: {
    silenced: 'Ihr System hält das Mikrofon stumm. Bitte prüfen Sie seinen Schalter oder andere Programme.',
    lost: 'Ihr Mikrofon ist weg. Bitte schließen Sie eines an; das Gespräch geht weiter.',
  },
  pictures: {
    camera: 'Ihre Kamera ist an.',
    screen: 'Ihr Bildschirm wird gezeigt.',
    none: 'Ihr Bild ist aus.',
  },
  quality: {
    excellent: 'Ausgezeichnet',
    good: 'Gut',
    fair: 'Mittelmäßig',
    poor: 'Schlecht',
    bad: 'Miserabel',
  },
  soundPoor: 'Der Ton ist jetzt schlecht.',
  soundGood: 'Der Ton ist wieder gut.',
  noSound: {
    'no-media': 'Von der Gegenseite kommt kein Ton.',
    'microphone-silent': 'Ihr Mikrofon nimmt nichts auf. Bitte prüfen Sie es.',
    'remote-silent': 'Die Gegenseite sendet Stille.',
  },
  heldByOther: 'Die Gegenseite hält das Gespräch.',
  soundLost: 'Der Ton ist weg. Die Leitung wird neu aufgebaut …',
});

export default de;
