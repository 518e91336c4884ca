import button from './button/en.ts';
import { complete } from './dictionary.ts';

/** English. */
const en = complete(button, {
  states: {
    idle: 'Ready',
    unsupported: 'Calls do not work in this browser',
    offline: 'No connection',
    permission: 'Allow the microphone',
    dialing: 'Calling…',
    ringing: 'Ringing…',
    'early-media': 'Ringing…',
    queued: 'Waiting in line…',
    connected: 'In a call',
    held: 'On hold',
    reconnecting: 'Reconnecting…',
    ended: 'Call ended',
    failed: 'No call',
  },
  spoken: {
    idle: () => '',
    loading: () => 'Connecting.',
    unsupported: () => '',
    offline: () => 'There is no connection.',
    closed: () => '',
    permission: () => 'Your browser asks for the microphone. Please allow it.',
    dialing: (name) => `Calling ${name}.`,
    ringing: (name) => `It is ringing at ${name}.`,
    'early-media': (name) => `It is ringing at ${name}.`,
    queued: () => 'You are waiting in line.',
    connected: (name) => `You are talking with ${name}.`,
    held: () => 'The call is on hold.',
    reconnecting: () => 'The connection to the server was lost. You can go on talking.',
    ended: () => 'The call has ended.',
    failed: () => '',
  },
  errors: {
    'attribute-invalid': 'This phone is not set up correctly. Please tell the owner of this page.',
    'attribute-missing': 'This phone is not set up completely. Please tell the owner of this page.',
    'server-insecure':
      'This phone is not set up safely and does not connect. Please tell the owner of this page.',
    'password-in-page': 'This phone is set up for a trial only.',
    'credentials-refused': 'You may not call from here. Please reload the page or sign in again.',
    'credentials-limited': 'There were too many calls just now. Please try again in a few minutes.',
    'credentials-failed': 'The call could not be prepared. Please try again in a minute.',
    'microphone-dismissed':
      'The microphone was not allowed. Please call again and choose “Allow” when your browser asks.',
    'microphone-blocked':
      'The microphone is blocked for this site. Please allow it at the icon beside the address, then call again.',
    'microphone-policy':
      'This page does not let calls use the microphone. Please tell the owner of this page.',
    'microphone-missing': 'No microphone was found. Please connect one and call again.',
    'microphone-busy':
      'The microphone cannot be used at present. Please close other programs that use it, then call again.',
    'camera-blocked':
      'The camera is blocked for this site. Please allow it at the icon beside the address, then try again.',
    'camera-missing': 'No camera was found. Please connect one and try again.',
    'camera-busy':
      'The camera cannot be used at present. Please close other programs that use it, then try again.',
    'video-refused': 'The other party takes no video. The call goes on with sound.',
    'sound-blocked': 'Your browser plays no sound yet. Please choose “Turn on sound”.',
    'connection-failed':
      'The phone service cannot be reached. Please check your internet connection and try again.',
    'registration-failed': 'The phone service did not let this phone in. Please try again in a minute.',
    'authentication-failed': 'User name or password was not accepted. Please check them.',
    'guest-refused': 'This phone service takes no calls from guests. Please sign in before you call.',
    'call-busy': 'The line is busy. Please call again in a few minutes.',
    'call-rejected': 'The call was not taken. Please call again later.',
    'call-not-found': 'There is nobody at this number. Please check it and call again.',
    'call-unavailable': 'Nobody can be reached there at present. Please call again later.',
    'call-no-answer': 'Nobody answered. Please call again later.',
    'call-canceled': 'The call was ended before it was answered.',
    'call-failed': 'The call did not work. Please try again.',
    'call-media':
      'No sound could be exchanged. Please try another network, without a VPN or a strict firewall.',
    'wrong-state': 'This is not possible at present. Please wait until the call is over.',
  },
  labels: {
    phone: 'Phone',
    currentCall: 'Current call',
    incomingCall: 'Incoming call',
    hangup: 'Hang up',
    answer: 'Answer',
    reject: 'Reject',
    silence: 'Silence',
    mute: 'Mute',
    hold: 'Hold',
    keypad: 'Keypad',
    close: 'Close',
    number: 'Number or address',
    registered: 'Ready for calls',
    notRegistered: 'Not signed in',
    timer: 'Duration',
    microphoneLevel: 'Microphone level',
    speakerLevel: 'Level of the other party',
    playSound: 'Turn on sound',
  },
  incoming: (name) => `Call from ${name}`,
  muted: 'Your microphone is off.',
  unmuted: 'Your microphone is on.',
  heldByOther: 'The other party has put you on hold.',
  soundLost: 'The sound has stopped. The line is being repaired…',
});

export default en;
