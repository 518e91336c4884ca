import type { Page } from './map.ts';

/** docs/spec/core-api.md */
export const coreAPI: Page = {
  path: 'docs/spec/core-api.md',
  plain: [
    'This is the contract of `src/`',
    'event fields below come from the published manual',
    'What the manual does not name is ours',
    '`?` marks an optional field',
    "Newer parts of the reference's API",
  ],
  gaps: {},
  shown: {
    'They are the names that existing applications': [
      'manual: UA: call with handlers, headers, constraints and ICE servers',
      'manual: UA: instantiation with ha1 and realm',
      'manual: RTCSession: tones with duration, gap and headers',
    ],
    'Everything is exported by name': [
      'index: everything is exported by name, and also together as the default object',
    ],
    'Every event map': ['index: every event map, option bag and event payload is a published type'],
    '"originator" is': [
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
      'call/outgoing: an INVITE that nobody answers fails by a timeout of nobody, after 32 s',
    ],
    // Module object
    '`debug` | ': [
      'manual: JsSIP.debug: logs are switched on and off',
      'index: logs are silent until they are switched on',
      'index: each source file logs under a name that mirrors its path',
      'index.browser: logs that are switched on are remembered by the browser',
    ],
    '`UA`, `RTCSession`, `Message`': [
      'index: the classes and modules of the manual are there, with name and version',
    ],
    '`name`, `version`': ['index: the classes and modules of the manual are there, with name and version'],
    // UA
    '`new UA(configuration)` throws': [
      'ua/configuration: a parameter that is mandatory and missing, or empty, is named',
      'ua/configuration: uri is refused where it is malformed, with its name and value',
    ],
    'Several UAs may live': [
      'ua/account: several UAs live in one page, each with its own account and connection',
    ],
    '`uri` | String': [
      'ua/configuration: uri may lack its scheme, and keeps its port, which the registrar has too',
      'ua/configuration: uri is refused where it is malformed, with its name and value',
      'ua/configuration: a parameter that is mandatory and missing, or empty, is named',
    ],
    '`sockets` | Socket': [
      'ua/configuration: sockets may be one, several, or several with weights',
      'ua/configuration: a parameter that is mandatory and missing, or empty, is named',
      'transport/transport: servers are tried by weight, the next one at once, and after all of them the best one again',
      'transport/transport: servers of one weight are chosen at random',
    ],
    '`outbound_proxy_set` | ': [
      'ua/configuration: outbound_proxy_set makes the sockets where there are none',
    ],
    '`password` | String': [
      'auth/challenges: a challenged REGISTER goes out again with the next CSeq, the same Call-ID and a right answer',
    ],
    '`ha1`, `realm` | String': [
      'ua/account: authorization_user and H(A1) answer the challenge of their realm',
    ],
    '`authorization_user` | String': [
      'ua/account: authorization_user and H(A1) answer the challenge of their realm',
      'ua/configuration: with the mandatory parameters only, every other has its default',
    ],
    '`authorization_jwt` | String': [
      'auth/challenges: a token is sent as Bearer, or as it was given where it names its scheme',
    ],
    '`display_name` | String': ['ua/account: display_name stands in From, escaped and quoted'],
    '`contact_uri` | String': [
      'ua/account: contact_uri is the Contact',
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
    ],
    '`user_agent` | String': [
      'ua/configuration: with the mandatory parameters only, every other has its default',
      'ua/agent: every request carries User-Agent and the headers of the account, CANCEL and ACK too',
    ],
    '`instance_id` | UUID': [
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
      'ua/configuration: instance_id may be "uuid:8f1fa16a-1165-4a96-8341-785b1ef24f12"',
      'ua/account: instance_id is made once per UA',
    ],
    '`register` | Boolean': [
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
      'ua/registrator: with register: false nothing is sent until register() is called',
      'ua/registrator: it refreshes in the second half of the interval, with the same Call-ID, From tag and a higher CSeq',
    ],
    '`register_expires` | ': [
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
      'ua/registrator: 423 raises the interval to what the registrar wants, and only upwards',
      'ua/configuration: register_expires is refused where it is malformed, with its name and value',
    ],
    '`register_from_tag_trail` | ': [
      'ua/registrator: register_from_tag_trail marks the From tag of each REGISTER',
      'ua/configuration: register_from_tag_trail may be "-tab1"',
      'ua/configuration: register_from_tag_trail may be a function',
    ],
    '`registrar_server` | ': [
      'ua/configuration: registrar_server and contact_uri are read as URIs',
      'ua/configuration: with the mandatory parameters only, every other has its default',
      'ua/account: the REGISTER goes to registrar_server',
    ],
    '`extra_headers` | ': [
      'ua/agent: every request carries User-Agent and the headers of the account, CANCEL and ACK too',
      'ua/incoming-requests: answers carry User-Agent and the headers of the account',
    ],
    '`no_answer_timeout` | ': [
      'call/incoming: a call that nobody answers is refused by 408 after the time of the configuration',
      'ua/configuration: with the mandatory parameters only, every other has its default',
    ],
    '`session_timers` | Boolean': [
      'call/session-timers: with session_timers off nothing is asked, answered or timed',
      'call/session-timers: the INVITE asks for 90 s by default, for what is wanted otherwise, and never for less than 90',
      'ua/configuration: with the mandatory parameters only, every other has its default',
    ],
    '`session_timers_refresh_method` | ': [
      'call/session-timers: refreshes may be re-INVITEs, if the configuration says so',
      'call/session-timers: as refresher we send an UPDATE without offer at half the interval, again and again',
    ],
    '`session_timers_force_refresher` | ': [
      'call/session-timers: session_timers_force_refresher makes us the refresher, unless the far end has chosen',
    ],
    '`connection_recovery_min_interval` | ': [
      'ua/account: the bounds of the configuration are those of the pauses between attempts',
      'ua/configuration: with the mandatory parameters only, every other has its default',
    ],
    '`connection_recovery_max_interval` | ': [
      'ua/account: the bounds of the configuration are those of the pauses between attempts',
      'ua/configuration: with the mandatory parameters only, every other has its default',
    ],
    '`use_preloaded_route` | ': [
      'ua/agent: use_preloaded_route sends every request by the connected server',
      'ua/registrator: the Service-Route of the registrar is the way of calls, as long as the account is registered',
    ],
    '`ua.get(name)` reads one': [
      'ua/configuration: get() reads the configuration, but no password and no H(A1)',
      'ua/configuration: set() changes what may change while running, and says whether it did',
      'auth/challenges: a token is sent as Bearer, or as it was given where it names its scheme',
    ],
    'it returns whether it did.': [
      'ua/configuration: set() changes what may change while running, and says whether it did',
    ],
    '`get` never returns': ['ua/configuration: get() reads the configuration, but no password and no H(A1)'],
    '`start()` | connects': [
      'ua/stop: start() goes back to the state before: registered, or not',
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
      'ua/registrator: with register: false nothing is sent until register() is called',
    ],
    '`stop()` | remembers': [
      'ua/stop: it ends calls first, then unregisters, then disconnects',
      'ua/stop: it waits no longer than 3 s for a server that says nothing',
      'ua/stop: start() goes back to the state before: registered, or not',
      'ua/account: a message that is under way when the UA stops is told as failed',
    ],
    '`register()` | registers': [
      'ua/registrator: with register: false nothing is sent until register() is called',
    ],
    '`unregister({all?})` | ': [
      'ua/registrator: unregister() removes this binding, and nothing registers again',
      'ua/registrator: unregister({ all: true }) removes every binding, registered or not',
    ],
    '`registrator()` | ': [
      'ua/registrator: the registrator is a function and an object',
      'manual: Registrator: extra headers and extra Contact parameters',
    ],
    '`call(target, options?)` | ': [
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
      'ua/agent: a target without a domain goes to that of the account, its port included',
    ],
    '`sendMessage(target, body, options?)` | ': ['ua/message: a message is delivered, and its sender told'],
    '`sendOptions(target, body?, options?)` | ': ['ua/exchange: OPTIONS of ours are told with the answer'],
    '`terminateSessions(options?)` | ': ['ua/agent: terminateSessions() ends all calls, with one reason'],
    '`isRegistered()`, `isConnected()` | ': [
      'ua/stop: start() while it still stops keeps the connection and registers again',
      'ua/registrator: the loss of the connection ends the registration, and the next connection registers anew',
    ],
    '`normalizeTarget(target)` | ': [
      'ua/agent: a target without a domain goes to that of the account, its port included',
    ],
    '`get`, `set` | as above': [
      'ua/configuration: set() changes what may change while running, and says whether it did',
    ],
    '`call` options': [
      'call/options: without constraints a call asks for microphone and camera',
      'call/options: the configuration and constraints that are given reach the peer connection, in and out',
      'call/options: rtcConstraints are taken, in and out, and change nothing: no browser reads them any more',
      "call/outgoing-options: a stream of the application's is sent, and remains the application's to stop",
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
      'call/outgoing-options: an application may change the description and the INVITE before it leaves',
      'call/outgoing-options: an anonymous call tells the trusted network alone who calls',
      'call/session-timers: the INVITE asks for 90 s by default, for what is wanted otherwise, and never for less than 90',
      'call/outgoing-options: a call may be placed in the name of another user of the account',
      'call/late-offer: with lateOffer the INVITE has no body, the 200 offers and the ACK answers',
    ],
    '`sendMessage` options': [
      'ua/message: a message is delivered, and its sender told',
      'ua/exchange: a message of ours is announced before it leaves, and its handlers hear how it came out',
    ],
    '`connecting` | `socket`': [
      'ua/agent: the events of the connection tell the socket, the attempts and what went wrong',
    ],
    '`connected` | `socket`': [
      'ua/agent: the events of the connection tell the socket, the attempts and what went wrong',
    ],
    '`disconnected` | ': [
      'ua/agent: the events of the connection tell the socket, the attempts and what went wrong',
    ],
    '`registered` | `response`': [
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
    ],
    '`unregistered` | ': [
      'ua/registrator: unregister() removes this binding, and nothing registers again',
      'ua/registrator: a refresh that fails tells both that it failed and that the account is not registered',
    ],
    '`registrationFailed` | ': [
      'ua/registrator: a failure is told, and tried again with pauses that double',
      'ua/registrator: a REGISTER without any answer fails after 32 s, and is tried again',
    ],
    '`registrationExpiring` | ': [
      'ua/registrator: registrationExpiring with a listener leaves the refresh to the application',
      'ua/registrator: it refreshes in the second half of the interval, with the same Call-ID, From tag and a higher CSeq',
    ],
    '`newRTCSession` | ': [
      'call/events: newRTCSession tells who calls, the call and its request, in and out',
    ],
    '`newMessage` | ': [
      'ua/exchange: a message of ours is announced before it leaves, and its handlers hear how it came out',
      'ua/message: a message that comes in is told, and answered 200 unless the application answers',
    ],
    '`newOptions` | ': [
      'ua/message: OPTIONS goes both ways',
      'ua/exchange: OPTIONS that come in are told, and answered with what we can unless the application answers',
    ],
    '`sipEvent` | ': [
      'ua/incoming-requests: a NOTIFY outside any subscription is a sipEvent, one without a readable Event is answered 489',
    ],
    // Registrator
    '`setExtraHeaders(headers)` adds': [
      'ua/registrator: extra headers and Contact parameters go into every later REGISTER, until they are cleared',
    ],
    'both may be set again at any time': [
      'ua/registrator: headers that are set while a REGISTER is under way go out with the next register()',
      'ua/registrator: extra headers and Contact parameters go into every later REGISTER, until they are cleared',
    ],
    '`null` clears them': [
      'ua/registrator: extra headers and Contact parameters go into every later REGISTER, until they are cleared',
    ],
    // RTCSession
    'It holds one RTCPeerConnection': [
      'call/events: a call has one RTCPeerConnection, whatever is negotiated',
    ],
    'Properties: `connection`': [
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
      'call/incoming: a call comes in, rings, is answered and hung up, and its events come in their order',
      'call/identities: local and remote identity are From and To of the INVITE, by who called',
      "call/outgoing-options: a stream of the application's is sent, and remains the application's to stop",
      'call/replaces: a call that came in may be taken over, too',
      'call/incoming: a call may be answered inside newRTCSession',
    ],
    '`isInProgress()`, `isEstablished()`, `isEnded()`': [
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
      'call/state: 0 to 4 are in progress, 5, 6 and 9 established, 7 and 8 over',
    ],
    '`isReadyToReOffer()` | ': ['call/reoffer-own: of two in the same tick the second does not start'],
    '`answer(options?)` | ': [
      'call/incoming: answer() is for calls that wait for it',
      'call/incoming: a call comes in, rings, is answered and hung up, and its events come in their order',
      'call/incoming: by default a call is answered with what its offer holds',
      "call/incoming: a call may be answered with a stream of the application's, which stays open",
      'call/options: the configuration and constraints that are given reach the peer connection, in and out',
      'call/options: rtcConstraints are taken, in and out, and change nothing: no browser reads them any more',
      'call/options: rtcOfferConstraints of answer() are for a later re-INVITE without an offer',
      'call/session-timers: answer() says the interval where the INVITE does not',
    ],
    '`terminate(options?)` | ': [
      'call/ending: ended before the INVITE left, a call sends nothing',
      'call/ending: ended before any response, a call is cancelled at the first one',
      'call/ending: ended while it rings, a call is cancelled with the Reason',
      'call/incoming: a call that is ended inside newRTCSession never rings',
      'call/incoming: a ringing call is refused by 480 unless another code is given',
      'call/ending: a call that is up is ended by BYE, with the Reason, headers and body that are given',
      'call/ending: codes and headers that cannot be are refused, and the call goes on',
      'call/ending: an established call takes no code below 300',
      'call/cancel: a CANCEL carries neither headers nor a body of the application',
    ],
    '`sendDTMF(tones, options?)` | ': [
      'call/dtmf: tones go as INFO, one after another: 100 ms each and 500 ms between, by default',
      'call/dtmf: duration and gap are kept within what a telephone can hear',
      'call/dtmf: a comma is a pause of two seconds',
      'call/dtmf: each INFO is of the usual type and carries the headers that are given',
      'call/dtmf: as RTP events the browser sends the tones, and tells when each begins',
      'call/dtmf: tones and options that cannot be are refused',
    ],
    '`sendInfo(contentType, body?, options?)` | ': [
      'call/in-dialog: an INFO of ours has the type, body and headers that are given, and is told',
    ],
    '`hold(options?, done?)`, `unhold': [
      'call/reoffer-own: hold and unhold by re-INVITE: the directions say so, and the far end hears nothing meanwhile',
      'call/reoffer-own: hold by UPDATE needs no ACK',
      'call/reoffer-own: a call that is not up, or over, makes no new offer',
      'call/reoffer-own: a refused hold leaves the call as it was, and says so',
    ],
    '`renegotiate(options?, done?)` | ': [
      'call/options: renegotiate() makes a new offer by re-INVITE or UPDATE, with the headers and constraints that are given',
      'call/reoffer-own: an answer may say the same, to the letter, as the one before',
    ],
    '`isOnHold()` | ': [
      'call/reoffer-remote: held by both sides the answer is inactive, and ours stays when theirs ends',
    ],
    '`mute({audio?, video?})`': [
      'call/in-dialog: mute and unmute silence the tracks and are told, once each',
    ],
    '`refer(target, options?)` | ': [
      'call/refer: a REFER says where, in whose name, and where we are; the transfer is told step by step',
      'call/refer: a transfer that fails is told with the status that the transferee got',
      'call/refer: a refused REFER is told with its cause',
      'call/events: the events of a transfer carry the response to the REFER, then the NOTIFY and its status line',
      'call/refer: refer() needs an established call and a target; what would break the message is refused',
      'call/refer: an attended transfer names the other call as its far end knows it',
    ],
    '`resetLocalMedia()` | ': [
      'call/in-dialog: what is muted stays silent when a hold ends, and resetLocalMedia makes it live again',
      'call/in-dialog: resetLocalMedia does not talk into a hold of the far end',
    ],
    '`peerconnection` | ': ['manual: RTCSession: the data channel of the event peerconnection'],
    '`connecting` | `request`': [
      'call/events: connecting comes with the media and the request, before ICE gathering starts',
    ],
    '`sending` | ': [
      'call/outgoing-options: an application may change the description and the INVITE before it leaves',
    ],
    '`progress` | ': [
      'call/outgoing: progress comes before its description is used, so that an application may drop or change it',
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
      'call/events: progress, accepted and confirmed carry the response or the ACK of the far end',
    ],
    '`accepted` | `originator`': [
      'call/events: progress, accepted and confirmed carry the response or the ACK of the far end',
    ],
    '`confirmed` | ': [
      'call/events: progress, accepted and confirmed carry the response or the ACK of the far end',
    ],
    '`ended` | ': [
      'call/events: ended and failed carry the message of the far end, and null where it sent none',
    ],
    '`failed` | ': [
      'call/events: ended and failed carry the message of the far end, and null where it sent none',
    ],
    '`newDTMF` | ': [
      'call/dtmf: tones go as INFO, one after another: 100 ms each and 500 ms between, by default',
      'call/events: newDTMF and newInfo carry the request, of either side',
    ],
    '`newInfo` | ': [
      'call/in-dialog: an INFO is told with its type and body',
      'call/events: newDTMF and newInfo carry the request, of either side',
    ],
    '`hold`, `unhold` | `originator`': [
      'call/reoffer-own: hold and unhold by re-INVITE: the directions say so, and the far end hears nothing meanwhile',
      'call/reoffer-remote: the far end holds and resumes by INVITE: the answers say so, and it hears nothing meanwhile',
    ],
    '`muted`, `unmuted` | ': ['call/in-dialog: mute and unmute silence the tracks and are told, once each'],
    '`reinvite`, `update` | ': [
      'call/reoffer-remote: an application may refuse an offer, by 403 or as it says, and the offer is then left alone',
      'call/reoffer-remote: the callback of an offer runs once it was answered',
      'call/events: reinvite and update carry the request',
    ],
    '`refer` | `request`': [
      'call/refer: a REFER that came is accepted: 202, the call, and NOTIFYs of how it goes',
      'call/refer: with a handler the new call is told to that alone',
      'call/refer: an application may reject a REFER, and decides once',
    ],
    '`replaces` | `request`': [
      'call/replaces: an accepted Replaces is a call like any other, and ends the old one when it is up',
      'call/replaces: with a handler the new call is told to that alone, and may be answered there',
      'call/replaces: an application may reject a Replaces by 486, and decides once',
    ],
    '`sdp` | `originator`': [
      'call/outgoing-options: an application may change the description and the INVITE before it leaves',
    ],
    '`negotiationfailed` (ours) | ': [
      'call/reoffer-own: a refused hold leaves the call as it was, and says so',
      'call/reoffer-own: a 200 to a hold with one that cannot be used is acknowledged, and the call stays as it was',
      'call/events: negotiationfailed carries the response that refused: of a hold, and of an unhold',
    ],
    '`icecandidate` | ': [
      'call/outgoing-options: an application that has seen enough candidates lets the INVITE go',
      'media/gathering: the application may end it with any candidate',
    ],
    '`getusermediafailed`, `peerconnection:createofferfailed`': [
      'call/outgoing: a denied microphone is told first by its own event, and nothing is sent',
      'call/outgoing: an offer that the browser cannot make ends the call',
      'call/incoming: an offer that cannot be used refuses the call by 488, before the microphone is asked for',
      'call/events: what the browser cannot make or set is told by an event of its own, with the error',
    ],
    '`RTCSession.DTMF` is': [
      'call/dtmf: tones go as INFO, one after another: 100 ms each and 500 ms between, by default',
      'call/in-dialog: an INFO is told with its type and body',
    ],
    'statics `RTCSession.C': [
      'call/state: the numbers of the states are those that applications know',
      'index: the numbers of the states of a UA and of a subscription are those that applications know',
    ],
    'Every emitter has': [
      'emitter: listeners run in the order in which they were added, with the arguments of the event',
      'emitter: off() takes the newest of equal listeners, or all of the event; unknown ones change nothing',
      'emitter: removeAllListeners() takes those of one event, or of every event',
      'emitter: a listener of once() runs once, also where it emits itself',
    ],
    'a listener that throws breaks nothing else': [
      'emitter: a listener that throws breaks nothing, and its error is reported as an uncaught one',
    ],
    // Message
    '`direction`, `local_identity`, `remote_identity`;': [
      'ua/exchange: local and remote are told by direction',
    ],
    '`send(target, body, options?)`;': [
      'ua/message: a message is delivered, and its sender told',
      'ua/exchange: a message is answered once, and only one that came in',
    ],
    'for incoming ones `accept(': [
      'ua/exchange: an incoming message is accepted with headers and a body',
      'ua/exchange: an incoming message is rejected by 480, or as the application says',
      'ua/exchange: an answer that cannot be is a TypeError, and the message is then taken as ever',
    ],
    '200 is sent where': [
      'ua/message: a message that comes in is told, and answered 200 unless the application answers',
    ],
    '`sendOptions` gives': [
      'ua/exchange: OPTIONS of ours are told with the answer',
      'ua/exchange: OPTIONS that come in are told, and answered with what we can unless the application answers',
    ],
    'Events `succeeded {originator, response}`': [
      'ua/exchange: a message of ours is announced before it leaves, and its handlers hear how it came out',
      'ua/exchange: a message that is refused, unanswered or without a connection fails with its cause',
    ],
    // Messages on the wire
    '`OutgoingRequest`: `method`': ['call/events: an outgoing request shows its parts'],
    '`setHeader(name, value or values)`, `getHeader` (null': [
      'message/outgoing: headers are set, read and missed',
      'message/outgoing: a request is printed with its headers in the usual order',
    ],
    '`IncomingMessage`: `method`': ['message/incoming: the routing headers are there at once'],
    '`countHeader`, `getHeader` (null': [
      'message/incoming: headers are found by any spelling; a missing one is null, none, or undefined',
      'message/incoming: a malformed optional header loses only itself',
      'message/incoming: a header can be replaced, the message as it came stays',
    ],
    '`IncomingRequest` adds': ['message/incoming: the routing headers are there at once'],
    '`IncomingResponse` adds': [
      'message/incoming: a response has status, reason and the method of its request',
    ],
    // Socket
    'The interface behind which any carrier': [
      'transport/transport: a socket whose methods are async works',
      'transport/websocket-interface: only what has every part of a socket is one',
    ],
    'Properties `via_transport`': ['transport/websocket-interface: it names itself for Via, Route and logs'],
    'methods `connect()`, `disconnect()`': [
      'transport/websocket-interface: no handler runs after disconnect()',
      'transport/websocket-interface: it speaks the subprotocol "sip" and carries text and binary frames',
    ],
    'handlers that the core sets': [
      'transport/websocket-interface: a close tells whether it was an error, and the socket can connect again',
      'ua/incoming-requests: binary frames are messages, too',
    ],
    '`WebSocketInterface(url)` is': [
      'transport/websocket-interface: it speaks the subprotocol "sip" and carries text and binary frames',
    ],
    '`via_transport` may be set': [
      'transport/websocket-interface: it names itself for Via, Route and logs',
      'manual: WebSocketInterface: via_transport is set',
    ],
    'For Node.js a socket': [
      'index: a bundle for the browser holds nothing of ws, the entry point of Node.js does',
      'interop/node: messages go both ways, to the letter',
    ],
    // URI
    "`new URI(scheme = 'sip'": [
      'grammar/uri: scheme defaults to sip, and everything but the host may be left out',
      'grammar/uri: the example of the manual prints as the manual says',
    ],
    'no `host`: TypeError': ['grammar/uri: a URI without host is a TypeError'],
    'Read and write `scheme`': [
      'grammar/uri: scheme and host are lower-cased, the user is kept as written',
      'grammar/uri: a port given as text becomes a number, and what is no port becomes none',
      'grammar/uri: the user part is escaped when printed, and nothing is escaped twice',
    ],
    '`setParam(key, value = null)`': [
      'grammar/uri: parameters are set, read, counted out and cleared, whatever the case of their names',
    ],
    '`setHeader(key, value or values)`': [
      'grammar/uri: headers are set, read and cleared; the values come as an Array',
    ],
    '`clone()`, `toString()`, `toAor()`': [
      'grammar/uri: a clone is equal and independent',
      'grammar/uri: the user part is escaped when printed, and nothing is escaped twice',
      'manual: URI: clone, toAor and parse',
    ],
    '`URI.parse(text)`': ['grammar/uri: the parts of a full URI are found', 'grammar/uri: "sip:" is no URI'],
    '`getParam` and `getHeader` give undefined': [
      'grammar/uri: parameters are set, read, counted out and cleared, whatever the case of their names',
      'grammar/uri: headers are set, read and cleared; the values come as an Array',
    ],
    '`%XX` in `user`': ['grammar/uri: the user part is escaped when printed, and nothing is escaped twice'],
    'header names print capitalised': ['manual: URI: parameters and headers'],
    // NameAddrHeader
    '`new NameAddrHeader(uri': ['grammar/name-addr: the example of the manual prints as the manual says'],
    'no `uri`: TypeError': ['grammar/name-addr: a header without URI is a TypeError'],
    '`display_name` read and write': [
      'manual: NameAddrHeader: instantiation, properties, parameters, clone and parse',
    ],
    '`setParam`, `getParam`, `hasParam`': [
      'manual: NameAddrHeader: instantiation, properties, parameters, clone and parse',
      'grammar/name-addr: a clone is equal and independent',
    ],
    '`NameAddrHeader.parse(text)`': [
      'grammar/name-addr: both forms are read',
      'grammar/name-addr: "alice" is no address',
    ],
    'it takes both forms': ['grammar/name-addr: both forms are read'],
    // Beyond the manual
    '`ua.subscribe(target': [
      'ua/subscription: a subscription is accepted, waits for consent, becomes active, and ends when it is ended',
      'ua/subscriber: the options say who, for how long, what else and with which body',
      'ua/subscriber: subscribe() refreshes at once, with what the server should know',
      'ua/subscriber: terminate() carries a body, and does not wait for the last NOTIFY for ever, whatever crosses it',
      'ua/subscriber: the end tells why, and after how long to try again',
      'ua/subscription: a subscription is refreshed before it expires',
      "ua/account: the data of a subscription is the application's own",
      'index: the numbers of the states of a UA and of a subscription are those that applications know',
    ],
    '`ua.notify(subscribeRequest': [
      'ua/notifier: a subscription is answered and told at once, with its event, in the name of the options',
      'ua/notifier: without consent it is pending until setActiveState()',
      'ua/notifier: terminate() tells a last state, why, and when to try again',
      'ua/notifier: a refresh starts it anew, is told with its body, and answered by a NOTIFY',
      'ua/subscription: somebody subscribes to us: is told at once, again when it changes, and at the end',
      'ua/subscription: a subscription to us that is not refreshed expires',
    ],
    '`ua.publish(target': [
      'ua/publisher: a state is published as the options say',
      'ua/publisher: a new state takes the place of the old one',
      'ua/publisher: no answer and no connection are told with their cause',
      'ua/subscription: a state is published, refreshed without body, made anew after 412, and taken back',
    ],
    '`session.sendRequest(method': [
      'call/send-request: any request may be sent inside the dialog, with headers and body',
      'call/send-request: a 200 is told as success, once',
      'call/send-request: a 403 is told as error, once',
      'call/send-request: a 481 is told as dialog error, once',
      'call/send-request: no answer is a timeout after 32 s; no connection for so long is a transport error',
    ],
    '`session.contact`, `ua.contact': [
      'call/identities: contact is what the far end was given',
      'ua/registrator: the GRUUs of the registrar are learned, used in calls, and forgotten',
      'ua/registrator: without a GRUU the Contact of a call marks the flow',
      'ua/agent: the events of the connection tell the socket, the attempts and what went wrong',
      'ua/configuration: get() reads the configuration, but no password and no H(A1)',
      'manual: WebSocketInterface: via_transport is set',
    ],
    'events `newTransaction`': ['ua/agent: transactions are announced when they begin and when they end'],
    'promises | ': [
      'call/promises: whenAnswered() resolves when a call of ours is answered, and at once where it is already',
      'call/promises: whenEnded() resolves with why: of a call that was up, one that never was, and one that is over',
      'call/promises: whenHeld() and whenUnheld() resolve when the far end agreed',
      'call/promises: whenRenegotiated() resolves when the offer under way is agreed on, and at once where none is',
      'call/refer: whenReferred() tells how the transfer came out',
      'ua/message: delivery and registration can be awaited',
      'call/promises: whenAnswered() rejects with call-busy after a 486',
      'call/promises: a promise that nobody looks at is no unhandled rejection',
    ],
    '`on(event, fn, { signal })` | ': [
      'emitter: an AbortSignal takes its listener away, and only that one',
      'emitter: listeners run in the order in which they were added, with the arguments of the event',
    ],
    '`Utils` | `normalizeTarget`': [
      'utils: a URI is its own target, and a user name needs a domain',
      'utils: tokens, tags and UUIDs differ each time',
      'utils: the other tools of applications are there',
      'utils: closing a stream ends its tracks, and no stream is no error',
    ],
    '`Grammar.parse(text, rule)` | ': [
      'grammar/grammar: the other rules of the manual are there',
      'grammar/grammar: an unknown rule and a value that is no text give -1',
      'grammar/grammar: Via is read with space wherever it may stand',
      'grammar/grammar: Contact gives every address, or a star',
      'grammar/grammar: a Digest challenge is read',
      'grammar/grammar: Session-Expires: 1800;refresher=UAC is read',
    ],
    '`IncomingMessage` | also `via`': [
      'message/incoming: the routing headers are there at once',
      'message/incoming: SDP is read once for each body, and nonsense is no SDP',
      'message/incoming: reply hands the whole response to the transaction',
    ],
    'identities and history of a call | ': [
      'call/identities: an incoming call tells whom a trusted server says it is from',
      'call/identities: verification has the verstat of From, and the Identity as it came',
      'call/identities: diversion and history tell where the call has been, with their parameters',
      'call/identities: the Reason of a BYE is told with ended',
      'call/identities: the Reason of a refusal is told with failed, and none where there is none',
    ],
    'redirection | ': [
      'call/redirect: contacts are tried in the order of q, none meaning 1, until one takes the call',
      'call/redirect: no more than n are tried; then the last answer is told',
      'call/redirect: by default a 3xx is told as "Redirected", and nothing else is tried',
    ],
    'the small agent | ': [
      'index: the small agent is an entry point of its own, with calls and registration only; UA is more of it',
      'call/refer: the small agent knows no REFER: not to send it, and 501 to one that comes',
      'call/reliable: the small agent refuses by 420 what requires reliable responses, and does not offer them',
    ],
    '**What the application hands over is checked too.**': [
      'ua/agent: an option of a call that would break out of a header is a TypeError that names it',
      'message/outgoing: a line break or NUL never gets into a header, and the option is named',
      'fuzz/smuggling: call fromDisplayName: no value breaks out of its place',
      'ua/registrator: what would break out of a header is a TypeError',
      'grammar/name-addr: a line break or NUL in a display name is a TypeError',
    ],
    'nothing is sent.': [
      'call/outgoing-options: a header that would break the message is refused, and nothing is sent',
      'ua/agent: a call to what is no target is a TypeError, and nothing is sent',
    ],
    'Bodies are free': ['ua/account: a body is sent to the letter, whatever is in it'],
  },
};
