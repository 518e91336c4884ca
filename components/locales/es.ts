import button from './button/es.ts';
import { complete } from './dictionary.ts';

/** Español. */
const es = complete(button, {
  states: {
    idle: 'Listo',
    unsupported: 'Este navegador no permite hacer llamadas',
    offline: 'Sin conexión',
    permission: 'Permita el micrófono',
    dialing: 'Llamando…',
    ringing: 'Sonando…',
    'early-media': 'Sonando…',
    queued: 'En cola de espera…',
    connected: 'En llamada',
    held: 'En espera',
    reconnecting: 'Reconectando…',
    ended: 'Llamada terminada',
    failed: 'Sin llamada',
  },
  spoken: {
    idle: () => '',
    loading: () => 'Conectando.',
    unsupported: () => '',
    offline: () => 'No hay conexión.',
    closed: () => '',
    permission: () => 'El navegador pide acceso al micrófono. Permítalo, por favor.',
    dialing: (name) => `Llamando a ${name}.`,
    ringing: (name) => `Está sonando el teléfono de ${name}.`,
    'early-media': (name) => `Está sonando el teléfono de ${name}.`,
    queued: () => 'Está en la cola de espera.',
    connected: (name) => `Está hablando con ${name}.`,
    held: () => 'La llamada está en espera.',
    reconnecting: () => 'Se ha perdido la conexión con el servidor. Puede seguir hablando.',
    ended: () => 'La llamada ha terminado.',
    failed: () => '',
  },
  errors: {
    'attribute-invalid':
      'Este teléfono no está bien configurado. Comuníqueselo al responsable de esta página.',
    'attribute-missing':
      'La configuración de este teléfono está incompleta. Comuníqueselo al responsable de esta página.',
    'server-insecure':
      'Este teléfono no está configurado de forma segura y no se conecta. Comuníqueselo al responsable de esta página.',
    'password-in-page': 'Este teléfono está configurado solo para pruebas.',
    'credentials-refused':
      'No tiene permiso para llamar desde aquí. Vuelva a cargar la página o inicie sesión de nuevo.',
    'credentials-limited':
      'Ha habido demasiadas llamadas hace un momento. Inténtelo de nuevo en unos minutos.',
    'credentials-failed': 'No se ha podido preparar la llamada. Inténtelo de nuevo en un minuto.',
    'microphone-dismissed':
      'No se ha permitido el micrófono. Llame otra vez y elija «Permitir» cuando el navegador lo pregunte.',
    'microphone-blocked':
      'El micrófono está bloqueado para este sitio. Permítalo con el icono situado junto a la dirección y llame otra vez.',
    'microphone-policy':
      'Esta página no permite que las llamadas usen el micrófono. Comuníqueselo al responsable de esta página.',
    'microphone-missing': 'No se ha encontrado ningún micrófono. Conecte uno y llame otra vez.',
    'microphone-busy':
      'El micrófono no está disponible en este momento. Cierre los otros programas que lo usan y llame otra vez.',
    'camera-blocked':
      'La cámara está bloqueada para este sitio. Permítala en el icono junto a la dirección e inténtelo de nuevo.',
    'camera-missing': 'No se ha encontrado ninguna cámara. Conecte una e inténtelo de nuevo.',
    'camera-busy':
      'La cámara no está disponible en este momento. Cierre los otros programas que la usan e inténtelo de nuevo.',
    'video-refused': 'La otra persona no acepta vídeo. La llamada continúa con sonido.',
    'sound-blocked': 'El navegador todavía no reproduce sonido. Elija «Activar el sonido».',
    'connection-failed':
      'No se puede acceder al servicio telefónico. Compruebe su conexión a Internet e inténtelo de nuevo.',
    'registration-failed':
      'El servicio telefónico no ha admitido este teléfono. Inténtelo de nuevo en un minuto.',
    'authentication-failed': 'No se ha aceptado el nombre o la contraseña. Compruébelos.',
    'guest-refused':
      'Este servicio telefónico no admite llamadas de invitados. Inicie sesión antes de llamar.',
    'call-busy': 'La línea está ocupada. Llame otra vez en unos minutos.',
    'call-rejected': 'No se ha aceptado la llamada. Llame más tarde.',
    'call-not-found': 'No hay nadie en este número. Compruébelo y llame otra vez.',
    'call-unavailable': 'En este momento no hay nadie disponible. Llame más tarde.',
    'call-no-answer': 'Nadie ha respondido. Llame más tarde.',
    'call-canceled': 'La llamada terminó antes de que alguien respondiera.',
    'call-failed': 'La llamada no ha funcionado. Inténtelo de nuevo.',
    'call-media': 'No se ha podido transmitir sonido. Pruebe con otra red, sin VPN ni cortafuegos estricto.',
    'wrong-state': 'No es posible en este momento. Espere a que termine la llamada.',
  },
  labels: {
    phone: 'Teléfono',
    currentCall: 'Llamada actual',
    incomingCall: 'Llamada entrante',
    hangup: 'Colgar',
    answer: 'Responder',
    reject: 'Rechazar',
    silence: 'Silenciar el timbre',
    mute: 'Silenciar',
    hold: 'En espera',
    keypad: 'Teclado',
    close: 'Cerrar',
    number: 'Número o dirección',
    registered: 'Listo para recibir llamadas',
    notRegistered: 'Sin registrar',
    timer: 'Duración',
    quality: 'Calidad del sonido',
    microphoneLevel: 'Nivel del micrófono',
    speakerLevel: 'Nivel del interlocutor',
    microphone: 'Micrófono',
    speaker: 'Altavoz',
    ringer: 'Timbre',
    camera: 'Cámara',
    screen: 'Compartir pantalla',
    systemDefault: 'Como el sistema',
    settings: 'Sonido y dispositivos',
    volume: 'Volumen',
    echoCancellation: 'Eliminar el eco',
    noiseSuppression: 'Reducir el ruido',
    autoGainControl: 'Ajustar el micrófono automáticamente',
    otherVideo: 'Imagen de la otra persona',
    ownVideo: 'Su imagen',
    playSound: 'Activar el sonido',
  },
  incoming: (name) => `Llamada de ${name}`,
  muted: 'Su micrófono está apagado.',
  unmuted: 'Su micrófono está encendido.',
  microphone: {
    silenced: 'El sistema mantiene el micrófono en silencio. Compruebe su interruptor u otro programa.',
    lost: 'Su micrófono ya no está. Conecte uno; la llamada continúa.',
  },
  pictures: {
    camera: 'Su cámara está encendida.',
    screen: 'Se muestra su pantalla.',
    none: 'Su imagen está apagada.',
  },
  quality: { excellent: 'Excelente', good: 'Buena', fair: 'Regular', poor: 'Mala', bad: 'Pésima' },
  soundPoor: 'El sonido es malo ahora.',
  soundGood: 'El sonido vuelve a ser bueno.',
  noSound: {
    'no-media': 'No llega ningún sonido de su interlocutor.',
    'microphone-silent': 'Su micrófono no capta ningún sonido. Compruébelo.',
    'remote-silent': 'Su interlocutor solo envía silencio.',
  },
  heldByOther: 'Su interlocutor ha puesto la llamada en espera.',
  soundLost: 'El sonido se ha cortado. Se está restableciendo la línea…',
});

export default es;
