import type { Page } from './map.ts';

/** docs/spec/elements.md */
export const elements: Page = {
  path: 'docs/spec/elements.md',
  plain: [
    'Three people use them.',
    'this page says what they are',
    'says how they are built',
    'Browsers give a page the microphone and sound for a gesture',
  ],
  gaps: {
    '`<sip-transfer>` (blind and attended)':
      '<sip-transfer>, <sip-call-list>, <sip-history>, <sip-chat> and <sip-availability> are not built; the dialer has no keypad and no redial. The methods transfer() and sendMessage() and the events of both are there.',
    'before anything happens. `target`':
      'The event names it `callTarget`: `target` of an event is the element (DOM, Event.target), which nothing may take the place of.',
    '`unsupported` (no WebRTC, insecure page)':
      '`closed` is a state of the call button alone: a phone has no hours.',
    'and a track\'s `mute` are states with a sentence and a "tap to continue"':
      "No AudioContext of these browsers is ever interrupted by the system: the test says that it is. A track's mute has its sentence, and no tap: that a tap opens the microphone anew is not built.",
    'a locked screen may take socket and microphone':
      'No screen is locked here: tested is what wakes (online, pageshow, visible), that the connection is made anew, and that a microphone which is gone is seen.',
    'Baseline: Chrome and Edge 125':
      'The tests run in the Chromium, Firefox and WebKitGTK of the machine; files for pages are built for ES2022, and older browsers are not run.',
    'picture-in-picture': 'There is no picture-in-picture.',
    'Plain HTML, React 19, Vue 3':
      "There are typings for React, Vue and Svelte, and HTMLElementTagNameMap for plain HTML, Lit and Angular, whose compiler reads it; it has no typings of a foreign tag's attributes (CUSTOM_ELEMENTS_SCHEMA). No page of these frameworks is run: programs that use the types are compiled, package/types and package/docs.",
    'or in two versions':
      'One version exists. The tags are told apart by their classes, as a second version would be; two packages of different versions are not loaded.',
    'one `<audio playsinline>`':
      'Whether iOS takes the gesture for both is known on an iPhone only: docs/iphone.md.',
  },
  shown: {
    // Who uses them
    'The **visitor** clicks': [
      "interop/demo: Chromium: a click on the shop's button rings at the desk, a click answers, and both sides hear",
      'interop/elements: Chromium: a click on a call button reaches baresip, and a click in its panel hangs up',
    ],
    'The **site owner** pastes': [
      'package/readme: the pasted tag calls, with credentials of the server in README.md',
      "components/look.browser: make the page's accent that of all it means, and one for the button alone is stronger",
      'components/look.browser: take icon and label of a part from the page; a toggle has an icon for each side',
    ],
    'The **agent** answers': [
      "interop/demo: Chromium: a click on the shop's button rings at the desk, a click answers, and both sides hear",
      'components/sip-phone.webrtc.browser: answers, mutes, holds and hangs up with the keyboard alone',
    ],
    '<script type="module"': [
      'package/readme: the pasted launcher fetches the phone for a page that gets one later, and not before',
      'package/files: README.md has the integrity of the files for pages, and pins nothing else',
    ],
    'The default slot is the *fallback*': [
      'components/any-page.browser: leaves the link of the page, and neither its label nor what is shown at another time',
      'components/unsupported.browser: a call button says so, cannot be pressed, and shows its fallback',
      'components/sip-call-button.webrtc.browser: says what to do when the call ends with "Busy", and shows the fallback',
      'components/sip-call-button.webrtc.browser: is offline when no server answers, and tries again at the next click',
      'components/sip-call-button.webrtc.browser: shows its own label at rest, not the fallback, and loads nothing',
    ],
    // Tags
    'Provider for every part inside it': [
      'components/sip-phone.webrtc.browser: shows just what the page laid out, and its parts work anywhere',
      'components/sip-phone.webrtc.browser: registers by itself and says that it is ready',
    ],
    'calls one target. Inside or linked': [
      'components/sip-phone.webrtc.browser: is used by a call button inside it, which opens no panel of its own',
      'components/sip-call-button.webrtc.browser: answers a click at once, and goes from calling to ringing to the conversation',
    ],
    'visitor parts |': [
      'package/manifest: the manifest has the tags that are registered, and no other',
      'components/strict-policy.webrtc.browser: a page lays out every part by itself',
      'components/sip-call-button.webrtc.browser: sends tones from its keypad, by click and by key',
      'components/devices.webrtc.browser: are chosen with the keyboard, and an event tells which one is used',
      'components/devices.webrtc.browser: have a volume that the keyboard sets, and the page',
      'components/devices.webrtc.browser: are there when the camera is added with the keyboard, and gone with it',
      'components/quality.webrtc.browser: shows by bars and by a word how the call sounds, and nothing moves when it is first known',
      'components/visitor.webrtc.browser: records, closes the microphone, and plays',
      'components/visitor-parts.browser: asks for a name and a reason, with the keyboard alone',
      'components/visitor-parts.browser: asks how the call was, and takes an answer by keyboard',
    ],
    'agent parts |': [
      'components/sip-phone.webrtc.browser: shows a call that comes in, interrupts to say so, and leaves the focus where it is',
      'components/sip-phone.webrtc.browser: answers, mutes, holds and hangs up with the keyboard alone',
      'components/sip-phone.webrtc.browser: rejects as busy',
      'components/sip-phone.webrtc.browser: dials what is typed',
      'components/devices.webrtc.browser: are there when the camera is added with the keyboard, and gone with it',
      'components/devices.webrtc.browser: show the screen as it is, and then the camera again',
    ],
    'A part works alone': [
      'components/sip-phone.webrtc.browser: shows just what the page laid out, and its parts work anywhere',
    ],
    'Plain buttons work too': [
      'components/sip-phone.webrtc.browser: takes the commands of plain buttons',
      'components/visitor.webrtc.browser: work a call button',
    ],
    // Attributes
    'kebab-case;': [
      'package/manifest: has every attribute that the element watches, and none that nobody reads',
    ],
    'a boolean is on when present': [
      'components/settings: a boolean attribute is on when present, and off as the literal "false"',
    ],
    'A malformed value is said': [
      'components/attributes.webrtc.browser: server of <sip-call-button>',
      'components/attributes.webrtc.browser: hours of <sip-call-button>',
      'components/attributes.webrtc.browser: ice-servers of <sip-phone>',
      'components/attributes.webrtc.browser: target, where only the core can tell',
      'components/launcher.webrtc.browser: names a malformed "hours" in the console and by sip-error, and is open',
      'components/any-page.browser: takes any value of any attribute without a throw',
      'components/settings: a malformed value is told of with the name of its attribute, and the rest is used',
    ],
    'All react to change while idle': [
      'components/attributes.webrtc.browser: the account of an idle <sip-phone> is another one at once',
      'components/attributes.webrtc.browser: mended, <sip-call-button> calls',
      'components/launcher.webrtc.browser: is fetched without a touch with load="eager", also when that is set later',
    ],
    'during a call, what cannot change waits': [
      'components/attributes.webrtc.browser: uri of <sip-phone> waits for the end of the call, and then counts',
      'components/attributes.webrtc.browser: target of <sip-call-button> counts for the next call',
      'components/attributes.webrtc.browser: hours, placement and language of a button change in mid-call, and the call goes on',
      'components/sip-phone.webrtc.browser: connects anew when its attributes change, but not before its call has ended',
    ],
    '`server` | one or more': [
      'components/settings: servers are separated by space, most wanted first',
      'components/settings: ws: is for this machine only, unless the page says that it is insecure',
      'transport/transport: servers are tried by weight, the next one at once, and after all of them the best one again',
    ],
    '`uri`, `display-name`, `authorization-user`': [
      'components/settings: a URI is taken with and without its scheme',
      'components/store/phone-store: a guest gets an address in the domain of the target, and is told when guests are refused',
      'components/scripted.webrtc.browser: say what went wrong: a code, a sentence for the user, and what its owner can do',
      'interop/credentials: a page without auth-url, on a server that refuses guests, says what to do',
    ],
    '`insecure` | allows': [
      'components/settings: ws: is for this machine only, unless the page says that it is insecure',
      'components/store/account: a server of the answer that is not encrypted is refused, unless the page allows it',
    ],
    '`auth-url` | where': [
      'components/store/credentials: credentials are asked for by POST, with the target and the page',
      'components/store/credentials: cookies go along to the own site alone',
      'components/settings: credentials come over https only, but for this machine',
      'components/store/credentials: an auth-url that does not answer, or not to the end, is given up after 5 s',
      'components/store/credentials: each kind of refusal has a code of its own',
      'components/store/told: auth-url may say it as a date',
      'components/store/credentials: what has the wrong type is left out, and what is no JSON fails',
      'components/store/phone-store: credentials come just before they are needed and are refreshed before they expire',
      'components/store/account: credentials are refreshed again and again, each time before they expire',
      "components/store/credentials: the page's own function is asked each time, and its failure is told",
      'interop/credentials: Chromium: a button with auth-url calls, through the TURN server alone, without any password in the page',
    ],
    '`password` | for trying': [
      'components/sip-call-button.webrtc.browser: takes a password out of the page',
      'interop/elements: Chromium: a password in a tag on a host of the network is said to be unsafe, and leaves the page',
      'interop/elements: Chromium: a password in a tag on localhost is nothing to warn of, and leaves the page',
      'components/hostile: a secret that cannot be used is told of, and not told',
    ],
    '`config-url` | JSON': [
      'components/launcher.webrtc.browser: fetches it at the first intent, not before, and once',
      'components/launcher.webrtc.browser: lets the attributes of the tag win',
      'components/launcher.webrtc.browser: takes the hours and the place from it with load="eager"',
      'components/launcher.webrtc.browser: calls with nothing else on the tag',
      'components/sip-phone.webrtc.browser: takes attributes from its configuration file before it connects; those of the tag win',
    ],
    '`target` | number, user': [
      'utils: a URI is its own target, and a user name needs a domain',
      'utils: a call to "tel:+49-30-12345;phone-context=x" goes to sip:+493012345@example.com',
      'components/store/phone-store: a call without a target fails and names the attribute',
    ],
    '`header-*` |': [
      'components/settings: header attributes become X- headers and User-to-User, and nothing else',
      'components/store/phone-store: headers and options of a call reach the INVITE',
      'components/attributes.webrtc.browser: header-x-order of <sip-call-button>',
    ],
    '`register` / `no-register`': [
      'components/settings: a boolean attribute is on when present, and off as the literal "false"',
      'components/sip-phone.webrtc.browser: registers by itself and says that it is ready',
      'components/attributes.webrtc.browser: register of <sip-call-button> waits for the end of the call, and then counts',
    ],
    '`ice-servers`, `ice-transport-policy`': [
      'components/settings: ICE servers are URLs or JSON',
      'components/settings: a TURN server without credentials is told of: a browser makes no connection with it',
      'interop/credentials: Chromium: a button with auth-url calls, through the TURN server alone, without any password in the page',
    ],
    '`video`, `anonymous`, `auto-answer`': [
      'components/devices.webrtc.browser: asks for microphone and camera by one question, in the task of the click',
      'components/store/phone-store: headers and options of a call reach the INVITE',
      'components/store/auto-answer: who is named is answered a second after it was announced, and nobody hears anything before',
      'components/settings: whoever is answered by himself has a name: nobody can be everybody',
      'components/sip-phone.webrtc.browser: says that it answers by itself whom the page names, shows it, and does it a second later',
      'components/tones/tones: a call that is answered by itself has a tone of its own, and none once it is answered',
      'components/store/phone-store: tones go as INFO where no RTP events were negotiated',
      'components/scripted.webrtc.browser: holds, mutes, sends tones, transfers, writes and hangs up',
      'interop/telephones: Chromium presses 5, 9 and # by RFC2833, and baresip gets them in order',
      'components/attributes.webrtc.browser: no-answer-timeout of <sip-phone> waits for the end of the call, and then counts',
      'call/incoming: a call that nobody answers is refused by 408 after the time of the configuration',
      'components/store/core: a phone has session timers where the page asks for them, and only there',
      'components/codecs.webrtc.browser: are offered first, and all others after them',
      'components/codecs.webrtc.browser: are first in an answer, too',
    ],
    '`placement` |': [
      'components/launcher.browser: is a corner of the window: bottom-end, whichever way the page is read',
      'components/launcher.browser: is in the text without the attribute, with "inline", and with what there is not',
      'components/launcher.browser: has its distance and its height from the page',
      'components/look.browser: set where a floating button stands, and above what',
      'components/launcher.webrtc.browser: leaves its panel inside the window',
    ],
    '`load` |': [
      'components/launcher.webrtc.browser: is fetched for nothing but intent',
      'components/launcher.webrtc.browser: is fetched when the focus rests on it, or a finger touches it',
      'components/launcher.webrtc.browser: is fetched without a touch with load="idle", also when that is set later',
      'components/sip-phone.webrtc.browser: registers by itself and says that it is ready',
    ],
    '`hours` |': [
      'components/hours: days and times are read as minutes of the week',
      'components/hours: the hours are those of their time zone',
      'components/launcher.browser: is closed outside of them, says when it opens again, and makes no call',
      'components/launcher.browser: shows the slot "closed" then, and not while it is open',
      'components/launcher.webrtc.browser: opens and closes when the time comes, but never ends a call',
    ],
    '`precall`, `consent`, `rating`': [
      'components/visitor.webrtc.browser: asks name and reason first; they reach the INVITE',
      'components/visitor.webrtc.browser: comes before microphone, connection and credentials, and is asked for once a session',
      'components/visitor.webrtc.browser: the panel asks how it was, where the page wants that, and tells sip-rating',
      'components/tones/tones.webrtc.browser: does not let the caller hear that it rings with no-ringback',
      'components/devices.webrtc.browser: are remembered only where the page wants that',
    ],
    '`lang`, `dir` |': [
      'components/launcher.browser: follow the language and the direction of the page while it changes',
      'components/locales: lang="de-AT" is served with "de"',
      'components/locales: a page replaces strings one by one, for one language, and may do it again',
      'components/launcher.webrtc.browser: are replaced by those of the page, at once, and are text whatever they are',
    ],
    // States
    '`state` is reflected': [
      'components/states.browser: is accessible, and all of it can be reached by the keyboard: idle',
      'components/sip-phone.webrtc.browser: says each state of a call that it makes, by text, icon and announcement',
      'components/launcher.browser: is closed outside of them, says when it opens again, and makes no call',
      'components/unsupported.browser: a phone says so',
      'interop/microphone: Chromium on a page without https says so before any click',
      'components/sip-call-button.webrtc.browser: says early media and a queue',
      'components/sip-call-button.webrtc.browser: says that the browser asks for the microphone',
      'components/sip-call-button.webrtc.browser: says the end, and is ready again a little later',
    ],
    'Each has a text, an icon': [
      'components/sip-phone.webrtc.browser: says each state of a call that it makes, by text, icon and announcement',
      'components/locales: de has a sentence for every error and a word for every state',
      'components/store/announcer: an outgoing call is told step by step, politely',
      'visual/phone.visual.browser: is as it was, to eyes and to assistive technology: held',
    ],
    'Muted, registered, incoming': [
      'components/sip-phone.webrtc.browser: answers, mutes, holds and hangs up with the keyboard alone',
      'components/sip-phone.webrtc.browser: shows a call that comes in, interrupts to say so, and leaves the focus where it is',
      'package/manifest: has its custom states',
    ],
    'The user sees the truth': [
      'components/sip-call-button.webrtc.browser: shows "muted" once the track is, and says so',
      'components/store/phone-store: muted and held are shown once the session tells so',
    ],
    // Events
    'One `Event` subclass each': [
      'components/scripted.webrtc.browser: of a call come out of shadow trees, with the call and its session',
      'package/manifest: the manifests of the phone and of the button have the events that are dispatched, and no other',
      'package/types: a strict project that resolves modules as bundler does sees the types of every export',
    ],
    'The call of an event is': [
      'components/scripted.webrtc.browser: of a call come out of shadow trees, with the call and its session',
    ],
    '`sip-call-request` |': [
      'components/launcher.webrtc.browser: asks for nothing when sip-call-request is canceled',
      'components/scripted.webrtc.browser: let a listener change whom to call, and how',
    ],
    '`sip-call-incoming` |': [
      'components/sip-phone.webrtc.browser: keeps quiet about a call that the page takes for itself',
      'components/scripted.webrtc.browser: answers a call',
    ],
    '`sip-call-progress`, `sip-call-queued`': [
      'components/scripted.webrtc.browser: of a call come out of shadow trees, with the call and its session',
      'components/visitor.webrtc.browser: says the place in the queue',
      'components/store/phone-store: the place in a queue is what the server told last',
    ],
    '`sip-call-accepted`, `sip-call-confirmed`': [
      'components/scripted.webrtc.browser: of a call come out of shadow trees, with the call and its session',
    ],
    '`sip-call-hold`, `sip-call-mute`': [
      'components/scripted.webrtc.browser: of a call come out of shadow trees, with the call and its session',
      'components/store/transfer: a call is transferred, and ours ends once the other party is there',
      'components/store/transfer: a transfer that fails says why, and the call goes on',
    ],
    '`sip-call-reconnecting`, `sip-call-reconnected`': [
      'components/scripted.webrtc.browser: of a call come out of shadow trees, with the call and its session',
      'components/sip-call-button.webrtc.browser: says that the sound is lost, tells what is by an event, and that it is back',
    ],
    '`sip-call-quality` |': [
      'components/quality.webrtc.browser: tells the page of warnings as events, and at the end how the call was',
    ],
    '`sip-call-ended` |': [
      'components/scripted.webrtc.browser: carry what became of a call: why, by whom, how long, how it sounded',
      'components/quality.webrtc.browser: tells the page of warnings as events, and at the end how the call was',
    ],
    '`sip-call-failed` |': [
      'components/scripted.webrtc.browser: carry why there was no call, and whether the same may work later',
    ],
    '`sip-message`, `sip-registration-change`': [
      'components/scripted.webrtc.browser: tell of messages, of the connection, and of each state',
      'components/scripted.webrtc.browser: is told that it registers, and that it does no longer',
      'components/devices.webrtc.browser: are chosen with the keyboard, and an event tells which one is used',
      'components/visitor.webrtc.browser: the panel asks how it was, where the page wants that, and tells sip-rating',
      'components/visitor.webrtc.browser: comes before microphone, connection and credentials, and is asked for once a session',
    ],
    '`sip-error` |': [
      'components/scripted.webrtc.browser: say what went wrong: a code, a sentence for the user, and what its owner can do',
      'components/attributes.webrtc.browser: server of <sip-phone>',
    ],
    // Methods and properties
    '`call(target?, options?)`': [
      'components/scripted.webrtc.browser: calls, and has the call once it is answered',
      'components/scripted.webrtc.browser: is told by a SipError why a call was not answered',
    ],
    '`answer()`, `hangup()`': [
      'components/scripted.webrtc.browser: holds, mutes, sends tones, transfers, writes and hangs up',
      'components/scripted.webrtc.browser: answers a call',
      'components/store/transfer: a call is transferred into another one',
      'components/store/transfer: a message is sent and its fate told',
    ],
    '`calls`, `activeCall`, `ua`': [
      'components/scripted.webrtc.browser: calls, and has the call once it is answered',
      'components/scripted.webrtc.browser: starts and stops it',
    ],
    'All that the core can do is reachable': [
      'components/scripted.webrtc.browser: calls, and has the call once it is answered',
      'components/store/phone-store: an application may make the agent itself',
    ],
    // The click
    "So in the click's own task": [
      'components/launcher.webrtc.browser: asks for sound and for the microphone in its own task, before anything is loaded',
    ],
    'only then it loads': [
      'components/launcher.webrtc.browser: asks for sound and for the microphone in its own task, before anything is loaded',
      'components/launcher.webrtc.browser: makes no call, and so no peer connection, before the microphone is there',
    ],
    'The peer connection is made after': [
      'components/launcher.webrtc.browser: makes no call, and so no peer connection, before the microphone is there',
    ],
    'Hover or focus (150 ms': [
      'components/launcher.webrtc.browser: warms credentials, once a minute at most, and lets go of the connection when no click comes',
      'components/launcher.webrtc.browser: is not followed by a connection before a consent that is required',
      'components/sip-call-button.webrtc.browser: warms code, connection and nothing else, so that the visitor sees nothing of it',
      'components/sip-call-button.webrtc.browser: passes by without any effect when it does not stay',
    ],
    'Safari and iOS cannot be tested here': [
      'components/store/devices: a second call shares the capture of the microphone, and not the camera',
    ],
    'AudioContext state `interrupted`': [
      'components/sound.webrtc.browser: is asked for by a button and a sentence, and comes back with a tap',
      'components/devices.webrtc.browser: a microphone that the system silences is told of, and the call goes on',
      'interop/sound: a phone in a page that nobody has touched asks for a gesture when it should ring, and rings after it',
    ],
    'no `setSinkId`': [
      'components/devices.webrtc.browser: are not shown before one is allowed, nor loudspeakers where the browser cannot choose one',
    ],
    'checked on return': [
      'platform: a page wakes when the network is back, when it is restored and when it becomes visible',
      'transport/transport: the network or the page coming back ends the pause at once',
      'components/store/devices: a microphone that is lost in a call is seen, and the call goes on',
    ],
    'in-app web views may lack': [
      'media/microphone: a web view inside of an app, with WebRTC and without capture, is known before anybody is asked',
      'components/unsupported.browser: a call button says so, cannot be pressed, and shows its fallback',
    ],
    'is a checklist for a real iPhone': [
      'spec/map: the checklist for a real iPhone is there, and says that it is not tested',
    ],
    'newer features (`commandfor`': [
      'components/visitor.webrtc.browser: work a call button',
      'components/any-page.webrtc.browser: keeps its call when it is taken out and put back a second later',
    ],
    // What a visitor must never meet
    'A click with no visible answer': [
      'components/launcher.webrtc.browser: is answered within 100 ms by what can be seen',
      'components/launcher.webrtc.browser: is answered by what can be seen while the file is on its way',
      'interop/demo: Chromium: a click shows at once that it was heard, and two clicks are one call, however slow the network',
    ],
    'A silent failure': [
      'components/locales: fr has a sentence for every error and a word for every state',
      'components/sip-call-button.webrtc.browser: says what to do when the call ends with "Busy", and shows the fallback',
      'components/sip-call-button.webrtc.browser: says what to do when the microphone gives a NotFoundError',
      'components/sip-phone.webrtc.browser: says what to do when a call that it makes ends with "Busy"',
      'interop/demo: Chromium: a call whose code does not come says so at the click, not before, and the next click tries again',
    ],
    'The five microphone states': [
      'media/microphone: each refusal of the browser is told apart',
      "media/microphone: the page's own policy is not the visitor's doing",
      'interop/microphone: Firefox that asks: the button says that the microphone must be allowed, for as long as it is asked',
      'interop/microphone: Firefox that blocks: a click fails, and the button says microphone-blocked',
      'interop/microphone: Chromium without a microphone: a click fails, and the button says microphone-missing',
      'interop/microphone: Chromium on a page whose policy forbids the microphone: a click fails, and the button says so',
      'interop/microphone: Chromium that asks, permission "prompt": a click fails, and the button says microphone-dismissed',
    ],
    "The page's layout shifting": [
      'components/sip-call-button.webrtc.browser: does not change its size while the call goes on',
      'components/launcher.browser: move nothing when they come',
      'interop/demo: Chromium: nothing moves in the page when the script of the elements comes',
      'components/look.browser: do not reach each other',
    ],
    'A call lost because': [
      'components/sip-call-button.webrtc.browser: keeps its call when a framework moves it',
      'components/any-page.webrtc.browser: keeps its call when it is moved by moveBefore()',
      'components/any-page.webrtc.browser: keeps its call when the page gets a new body with the same tag in it',
      'components/any-page.webrtc.browser: keeps its call, and its state, when idiomorph makes the page like what the server sent',
      'components/framed.webrtc.browser: keeps its call when Turbo puts another page into the place of this one',
    ],
    'Sound that cannot be stopped': [
      'components/tones/tones.webrtc.browser: rings for a call, and is silent at once when the user wants it',
      'components/tones/tones.webrtc.browser: is silent at once for the Escape key, too',
      'components/sip-phone.webrtc.browser: can be made quiet while it rings',
      'interop/sound: a phone in a page that nobody has touched asks for a gesture when it should ring, and rings after it',
    ],
    'A control without a name': [
      'components/states.browser: is accessible, and all of it can be reached by the keyboard: connected',
      'components/states.browser: calls and hangs up by the keyboard alone, from each state of a call that lives',
      'components/sip-phone.webrtc.browser: fits into 320 px, and every control is large enough for a finger',
      'components/devices.webrtc.browser: have controls with a border, which forced colours show, and large enough for a thumb',
      'visual/button.visual.browser: is as it was, to eyes and to assistive technology: connected',
    ],
    // Works everywhere
    'typings for each generated': [
      'package/types: a strict project that resolves modules as bundler does sees the types of every export',
      'package/manifest: has every attribute that the element watches, and none that nobody reads',
      'package/readme: a phone, built with Vite, rings where the pasted tag calls, and answers',
    ],
    'Import-safe on a server': [
      'package/files: a server can import every module, those that register tags too',
    ],
    'Under the strictest content security policy': [
      'components/strict-policy.webrtc.browser: the page is indeed held to it',
      'components/strict-policy.webrtc.browser: a call button goes through every state',
      'components/strict-policy.webrtc.browser: a phone goes through every state, and shows a call that comes in',
      'components/strict-policy.webrtc.browser: every language is spoken, in every place of the window',
    ],
    'one copy of Lit': [
      'package/files: a page gets one copy of Lit: one policy of trusted types is asked for',
    ],
    'Tag defined twice': [
      'components/any-page.webrtc.browser: keeps the first, throws nothing, and is warned once',
    ],
    'No JavaScript': [
      'components/any-page.browser: leaves the link of the page, and neither its label nor what is shown at another time',
    ],
  },
};
