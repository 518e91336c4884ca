import type { Page } from './map.ts';

/** docs/spec/behaviour.md */
export const behaviour: Page = {
  path: 'docs/spec/behaviour.md',
  plain: [
    'names what there is;',
    'this page says what happens',
    'The base is what applications',
    '**R** marks where',
  ],
  gaps: {
    'never kept readable once its HA1 is known for all':
      'Another realm or algorithm may be asked for at any time (RFC 8760), so that no H(A1) is ever all that is needed: the password stays in private state, which no property, log or error shows.',
  },
  shown: {
    'lists every such deviation': [
      'spec/deviations: every deviation that is marked R stands in a row of COMPATIBILITY.md',
    ],
    // Values
    'Empty configuration values': [
      'ua/configuration: an empty value means the default, an unknown parameter nothing',
    ],
    'Unknown keys are ignored': [
      'ua/configuration: an empty value means the default, an unknown parameter nothing',
    ],
    'A socket whose methods are `async`': [
      'transport/transport: a socket whose methods are async works',
      'transport/transport: a socket that throws or rejects is a connection that failed, and no uncaught error',
    ],
    '`authorization_jwt` is sent as given': [
      'auth/challenges: a token is sent as Bearer, or as it was given where it names its scheme',
    ],
    'where it holds no scheme': [
      'auth/challenges: a token is sent as Bearer, or as it was given where it names its scheme',
    ],
    'States of a session': ['call/state: the numbers of the states are those that applications know'],
    'In progress 0–4': ['call/state: 0 to 4 are in progress, 5, 6 and 9 established, 7 and 8 over'],
    'Exceptions: ConfigurationError': [
      'errors: the exceptions have the codes and fields that applications know',
    ],
    'TypeError for bad arguments': [
      'ua/agent: a call to what is no target is a TypeError, and nothing is sent',
      'call/dtmf: tones and options that cannot be are refused',
      'call/ending: codes and headers that cannot be are refused, and the call goes on',
      'ua/exchange: an answer that cannot be is a TypeError, and the message is then taken as ever',
    ],
    'Nothing that a peer sends may throw': [
      'message/incoming: ten thousand damaged messages never throw',
      'ua/incoming-requests: what cannot be answered is dropped, and nothing throws',
      'fuzz/mutation: 100000 mangled messages are read and answered: nothing throws, no cursor moves back',
      'fuzz/sequences: 2000 random lives of a UA: nothing throws, and an hour after stop() nothing is left',
    ],
    'Causes: CONNECTION_ERROR': [
      'causes: every cause has the text that applications know',
      'causes: each status means the cause that applications know',
      'call/outgoing: a 302 is told as "Redirected" and acknowledged',
    ],
    'come from `crypto`': ['ua/account: tags, branches, Call-IDs, cnonces and instance ids come from crypto'],
    // Order of events
    'Outgoing, inside `call()`': [
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
    ],
    'Then `connecting`': [
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
    ],
    'Incoming: 100': [
      'call/incoming: a call comes in, rings, is answered and hung up, and its events come in their order',
    ],
    '`terminate()` inside `newRTCSession`': [
      'call/incoming: a call that is ended inside newRTCSession never rings',
    ],
    '`sdp` fires once': [
      'call/outgoing: a call rings, is answered and hung up, and its events come in their order',
      'call/reoffer-own: hold and unhold by re-INVITE: the directions say so, and the far end hears nothing meanwhile',
      'call/outgoing: another description in the 200 than in the 183 is used',
    ],
    // Ending
    '0, 1 | nothing': [
      'call/ending: ended before the INVITE left, a call sends nothing',
      'call/ending: ended before any response, a call is cancelled at the first one',
      'call/cancel: a 200 that comes where the first provisional response was waited for gets ACK and BYE',
    ],
    '2 | CANCEL': ['call/ending: ended while it rings, a call is cancelled with the Reason'],
    '4, 5 | final response': [
      'call/incoming: a ringing call is refused by 480 unless another code is given',
      'call/incoming: a call that is ended while the answer is made is refused, and the microphone closed',
    ],
    '6 incoming | BYE': [
      'call/incoming: ended before the ACK, a call tells so at once and sends its BYE once the ACK came',
      'call/incoming: ended before an ACK that never comes, a call sends its BYE when it would have given up',
    ],
    '6 outgoing, 9': [
      'call/ending: ended by a listener of "accepted", a call sends its ACK before its BYE',
      'call/ending: a call that is up is ended by BYE, with the Reason, headers and body that are given',
    ],
    '8 | —': ['call/ending: a call that is over cannot be ended again'],
    'Incoming and unanswered': [
      'call/incoming: a call that nobody answers is refused by 408 after the time of the configuration',
    ],
    'An `Expires` header': [
      'call/incoming: an INVITE that says how long it stands is refused by 487 after that',
    ],
    'No ACK: 200 again': [
      'call/incoming: without an ACK the 200 is sent again ever more seldom, and after 32 s a BYE',
    ],
    'at 32 s BYE': [
      'call/incoming: without an ACK the 200 is sent again ever more seldom, and after 32 s a BYE',
    ],
    'INVITE timed out': [
      'call/outgoing: an INVITE that nobody answers fails by a timeout of nobody, after 32 s',
      'call/outgoing: without a connection the call fails by that',
      'call/outgoing: a connection that is lost before the answer ends the call by that',
    ],
    'getUserMedia denied': [
      'call/outgoing: a denied microphone is told first by its own event, and nothing is sent',
    ],
    'an incoming call is answered 480': ['call/incoming: a denied microphone refuses the call by 480'],
    'A 2xx without or with unusable SDP': [
      'call/outgoing: a 200 without a description gets ACK and BYE with its Reason, and all is released',
      'call/outgoing: a 200 with a description that cannot be used gets ACK and BYE with its Reason, and all is released',
    ],
    'A 2xx that crosses our CANCEL': [
      'call/ending: a 200 that crosses our CANCEL after a 180 gets ACK and BYE',
    ],
    'A forked second 2xx': [
      'call/outgoing: the 200 of a second fork gets ACK and BYE, on the second dialog only',
      'call/outgoing: two forks that answer at the same moment: the first has the call, the second gets ACK and BYE',
    ],
    "The far end's CANCEL": [
      'call/incoming: a CANCEL while the call rings gets 200, and the INVITE 487',
      'call/incoming: a CANCEL while the call is being answered gets 200, and the INVITE 487',
    ],
    'BYE in an early dialog': [
      'call/incoming: a BYE in the early dialog gets 200, and the INVITE 487',
      'call/ending: a BYE before the answer ends a ringing call, and its INVITE is given up',
    ],
    'ICE failed': [
      'call/recovery-media: when no candidate pair works any more, ICE is restarted, and the call goes on',
      'call/recovery-media: where the restart does not help, the call ends',
    ],
    // Requests that come in
    'R-URI user neither': [
      'ua/incoming-requests: a user that is neither the account nor the Contact is answered 404',
      'ua/incoming-requests: the account and the Contact are reached, with whatever host and parameters',
    ],
    'sips R-URI, tel R-URI': ['ua/incoming-requests: schemes other than sip are answered 416'],
    'To tag that matches no dialog': [
      'ua/incoming-requests: a To tag of no dialog, a BYE and a CANCEL of nothing are answered 481',
    ],
    'OPTIONS | 200': ['ua/incoming-requests: OPTIONS is answered with what the UA can do'],
    'NOTIFY | 200': [
      'ua/incoming-requests: a NOTIFY outside any subscription is a sipEvent, one without a readable Event is answered 489',
    ],
    'INVITE, MESSAGE, SUBSCRIBE that nobody listens for': [
      'ua/incoming-requests: methods that nobody takes are answered 405 with Allow',
      'ua/message: a message that nobody listens for is answered 405',
      'ua/subscription: a SUBSCRIBE without event is answered 489, one that nobody listens for 405',
    ],
    'a `Require` that we do not support': [
      'ua/incoming-requests: a Require of what we do not know is answered 420 with Unsupported, and only that',
    ],
    'INVITE whose body is not SDP': [
      'ua/incoming-requests: an INVITE whose body is no SDP is answered 415 with Accept',
      'ua/incoming-requests: multipart that holds SDP is a call with that offer; multipart without SDP is answered 415',
    ],
    'no Contact in INVITE': [
      'ua/incoming-requests: a message that is broken, but can be answered, is answered 400',
      'ua/incoming-requests: what cannot be answered is dropped, and nothing throws',
      'message/incoming: each broken mandatory header is answered with 400',
      'message/incoming: a request that cannot be answered is dropped',
    ],
    'our own request looping back': [
      'ua/incoming-requests: a request of our own that loops back is answered 482',
      'ua/incoming-requests: the same request on a second path is merged: 482',
    ],
    'no WebRTC in this browser': ['ua/incoming-requests: a browser without WebRTC answers calls 488'],
    'a malformed optional header': [
      'ua/incoming-requests: a malformed optional header does no harm',
      'message/incoming: a malformed optional header loses only itself',
    ],
    'unknown method 501': ['call/in-dialog: a method that we do not know gets 501'],
    'wrong state 403': [
      'call/reoffer-remote: INVITE with an offer before the call is up gets 403',
      'call/refer: a REFER before the call is up gets 403, one after our BYE 481',
    ],
    'CSeq too low 500': ['call/in-dialog: a request whose CSeq is not higher than the last gets 500'],
    'second offer while ours is open 491': [
      'call/reoffer-remote: an offer while ours is open gets 491',
      'call/reoffer-remote: a second offer of theirs while the first is open gets 500 with a Retry-After of up to 10 s',
    ],
    'INFO without Content-Type 415': ['call/in-dialog: an INFO without Content-Type gets 415'],
    'REFER without Refer-To 400': [
      'call/refer: a REFER without Refer-To, or with one that cannot be read, gets 400',
    ],
    'UPDATE with an offer also in an early dialog': [
      'call/reliable: R: once a reliable 183 has answered, the far end may offer anew by UPDATE before the call is up',
    ],
    '`reject()` 403': [
      'call/reoffer-remote: an application may refuse an offer, by 403 or as it says, and the offer is then left alone',
    ],
    'setRemoteDescription refused 488': [
      'call/reoffer-remote: an offer that cannot be used gets 488, and the call stays as it was',
      'call/incoming: an offer that cannot be used refuses the call by 488, before the microphone is asked for',
    ],
    // Offers and answers
    'Hold by rewriting directions': [
      'media/sdp: directions under holds of one side, of the other and of both',
      'media/sdp: a hold changes the directions of audio and video, and leaves every other line to the letter',
      'call/reoffer-own: hold and unhold by re-INVITE: the directions say so, and the far end hears nothing meanwhile',
    ],
    'answers follow the same rule': [
      'call/reoffer-remote: held by both sides the answer is inactive, and ours stays when theirs ends',
      'call/reoffer-remote: the far end holds and resumes by INVITE: the answers say so, and it hears nothing meanwhile',
    ],
    'Remote hold: every live': [
      'media/sdp: only where every live line says so the far end holds',
      'media/sdp: a line that is switched off does not count, whatever it says',
      'media/sdp: which kinds an offer holds',
      'media/sdp: chrome-bundle-only: Video m= line with port 0 and a=bundle-only in an offer is not rejected (RFC 9143 6)',
      'media/sdp: chrome-offer-trickle: Chrome first offer: port 9 and c=0.0.0.0 come from trickle ICE and are not a hold (RFC 8840 4.1.1, RFC 8839)',
      'media/sdp: c0-media-level: c=0.0.0.0 at media level overrides a good session-level address, a=sendrecv (RFC 3264 8.4, RFC 6337 5.4)',
    ],
    'The media level overrides the session level': [
      'media/sdp: c0-media-level: c=0.0.0.0 at media level overrides a good session-level address, a=sendrecv (RFC 3264 8.4, RFC 6337 5.4)',
      'media/sdp: ipv6-zero: IPv6 media address with session direction recvonly, media sendrecv (RFC 3264)',
      'media/sdp: firefox-session-level-only: Direction only at session level (inactive) (RFC 8866 6.7)',
    ],
    'A direction in an answer to our own': [
      'media/sdp: a direction in an answer to our own recvonly or inactive says nothing about a hold',
    ],
    'A refused hold, unhold or renegotiate': [
      'call/reoffer-own: a refused hold leaves the call as it was, and says so',
      'call/events: negotiationfailed carries the response that refused: of a hold, and of an unhold',
      'call/reoffer-own: a 200 to a hold with no description is acknowledged, and the call stays as it was',
      'call/reoffer-own: a 200 to a hold with one that cannot be used is acknowledged, and the call stays as it was',
      'call/promises: whenRenegotiated() rejects where the far end refuses; the next one is not confused by it',
    ],
    'Two in the same tick': ['call/reoffer-own: of two in the same tick the second does not start'],
    '491 to our re-INVITE': [
      'call/reoffer-own: after a 491 who called waits 2.1 to 4 s, and offers again with a new CSeq',
      'call/reoffer-own: after a 491 who was called waits up to 2 s, and offers again with a new CSeq',
    ],
    'An INVITE or re-INVITE without an offer': [
      'call/incoming: an INVITE without an offer is answered with one, and its ACK brings the answer',
      'call/reoffer-remote: a re-INVITE without an offer is answered with one, and its ACK brings the answer',
    ],
    'ours sends one by `lateOffer`': [
      'call/late-offer: with lateOffer the INVITE has no body, the 200 offers and the ACK answers',
    ],
    'Early media in 183': [
      'call/outgoing: early media of a 183 are used before the answer, and the same description in the 200 is not set twice',
    ],
    'with 100rel supported and required': [
      'call/reliable: R: a reliable 180 is told and acknowledged by PRACK, and so is the one that follows',
      'call/reliable: R: an INVITE that requires it rings reliably; its PRACK is answered, and the call goes on',
      'call/reliable: early media of a reliable 183 are used, and the 200 needs to repeat nothing',
    ],
    'Session timers, RFC 4028': [
      'call/session-timers: the INVITE asks for 90 s by default, for what is wanted otherwise, and never for less than 90',
      'call/session-timers: R: a 200 below 90 s is taken as 90 s',
      'call/session-timers: R: an INVITE, re-INVITE or UPDATE that asks for less than 90 s gets 422 with Min-SE',
      'call/session-timers: R: a 422 is taken up: the INVITE goes out again with its Min-SE',
      'call/session-timers: R: a 422 to a refresh or a re-INVITE is taken up, too',
      'call/session-timers: as refresher we send an UPDATE without offer at half the interval, again and again',
      'call/session-timers: the far end that should refresh and does not is hung up on before the interval is over',
    ],
    'a failed refresh is tried again': [
      'call/session-timers: R: a failed refresh is tried again, and the call ends only when its time is over',
      'call/session-timers: a refresh that succeeds at the second attempt keeps the call',
    ],
    '`Require: timer` honoured': [
      'call/session-timers: to an INVITE with "Session-Expires: 120, Require: timer" our 200 says 120;refresher=uac',
      'call/session-timers: with session_timers off nothing is asked, answered or timed',
    ],
    'ICE: the INVITE never waits': [
      'media/gathering: a STUN server that never answers costs 500 ms after the first candidate',
      'media/gathering: where nothing comes at all it costs 1 s',
      'interop/gathering: chromium: without STUN the INVITE leaves at once, and a silent STUN server delays it by 600 ms at most',
    ],
    // Registration
    '`instance_id` is given or made': [
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
      'ua/account: instance_id is made once per UA',
    ],
    'the elements keep it per account': [
      'components/store/tabs: all tabs register with the same instance id, that of this browser, also after a reload',
      'components/store/tabs: what is kept tells nobody whose account it was',
      'interop/tabs: Chromium: two tabs are one binding, a call rings in one of them, and in the other once that is closed',
    ],
    'Contact with `+sip.ice': [
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
    ],
    'public and temporary GRUU': [
      'ua/registrator: the GRUUs of the registrar are learned, used in calls, and forgotten',
    ],
    "a dialog's Contact is the GRUU": [
      'ua/registrator: the GRUUs of the registrar are learned, used in calls, and forgotten',
      'ua/registrator: without a GRUU the Contact of a call marks the flow',
    ],
    '`Path` and `Service-Route`': [
      'ua/registrator: it registers on start: who, where, for how long, and what it can do',
      'ua/registrator: the Service-Route of the registrar is the way of calls, as long as the account is registered',
    ],
    'Refresh well before expiry': [
      'ua/registrator: refreshes come well before expiry, and at random where the interval is long',
      'ua/registrator: it refreshes in the second half of the interval, with the same Call-ID, From tag and a higher CSeq',
    ],
    '423 raises the interval': [
      'ua/registrator: 423 raises the interval to what the registrar wants, and only upwards',
    ],
    'After a failure the registration': [
      'ua/registrator: Retry-After says when to try again',
      'ua/registrator: a failure is told, and tried again with pauses that double',
    ],
    'after 401/403': [
      'ua/registrator: after 401 or 403 with the same credentials it never tries again by itself, not even on a new connection',
    ],
    '`unregister()` and `stop()` while': [
      'ua/registrator: unregister() while a REGISTER is under way unregisters once that is answered',
      'ua/stop: a REGISTER that is under way is waited for, and undone',
    ],
    // Authentication
    'Digest MD5 and': [
      'auth/digest: the strongest usable challenge is chosen, the first among equals',
      'auth/digest: auth is chosen wherever it stands among the kinds of protection, auth-int where it is alone',
      'auth/digest: the published answer of rfc7616-3.9.2-sha512-256 is computed',
      'auth/digest: the header for sip-md5-sess holds an answer that a server can check',
      'ua/account: the full UA answers SHA-512-256, too, where a server asks for it',
      'auth/digest: the published answer of sip-userhash-sha256 is computed',
      'auth/digest: the header for sip-userhash-sha256 holds an answer that a server can check',
      'auth/challenges: a stale nonce is answered again with the new one',
      'auth/digest: a challenge is unusable with an unknown algorithm or only unknown kinds of protection',
    ],
    'several challenges in one': [
      'auth/challenges: of several challenges of a realm the strongest is answered, in one header line or in many',
    ],
    'several realms in one session': [
      'auth/challenges: each realm of one 407 gets credentials of its own, from the same password',
      'ua/configuration: get() reads the configuration, but no password and no H(A1)',
    ],
    'ACK to a challenged INVITE': [
      'call/outgoing-options: a challenged INVITE is sent again with credentials, which its ACK carries too',
    ],
    'in-dialog requests of every method': [
      'call/in-dialog: a challenged INFO is sent again with credentials, and told once',
      'call/in-dialog: a challenged BYE is sent again with credentials',
      'call/reoffer-own: a challenged re-INVITE is sent again with credentials, which its ACK carries',
      'call/reliable: a challenged PRACK is sent again with credentials',
      'call/refer: a challenged REFER is sent again, and its NOTIFYs name the one with credentials',
      'ua/notifier: a challenged NOTIFY is sent again with credentials',
      'call/options: a challenged UPDATE is sent again with credentials',
    ],
    'Credentials and tokens never appear': [
      'auth/challenges: neither password nor H(A1), token or credentials appear in the logs',
    ],
    // Connection
    'Reconnects for ever': [
      'transport/transport: it tries for ever, and is there when the server is',
      'transport/reconnection: the first attempt follows at once, whoever waits',
      'transport/reconnection: the pause doubles from the lower bound to the upper one, and its jitter stays within them',
      'transport/transport: attempts are no more than 2 s apart in the first 30 s while the page is visible, then back off',
      'transport/transport: the same holds for a call in a hidden page, and not for a hidden page without one',
    ],
    'at once on `online`': [
      'transport/transport: the network or the page coming back ends the pause at once',
      'platform: a page wakes when the network is back, when it is restored and when it becomes visible',
    ],
    'A connection attempt that hangs': [
      'transport/transport: an attempt that hangs is given up after a bounded time',
    ],
    'CRLF keep-alive of RFC 5626': ['transport/keep-alive: a ping goes every 16 to 20 s, at random'],
    'a missing pong counts as death': [
      'transport/keep-alive: a missing pong is death where this connection answered one before',
      'transport/keep-alive: Flow-Timer makes a missing pong death, and pings come at least so often',
      'ua/agent: Flow-Timer in the answer to a REGISTER makes a missing pong the end of the connection',
    ],
    'elsewhere an OPTIONS': [
      'ua/agent: a server that does not answer pings is asked by OPTIONS, and any answer is life',
    ],
    'A double CRLF from the server': [
      'transport/keep-alive: a ping of the server is answered, and is no message',
    ],
    'An established call survives': [
      'call/recovery: a call outlives its connection, and is hung up on the new one',
      'call/recovery: a hold whose connection is lost goes on by the next one',
      'call/options: ICE that fails while the connection is away is restarted on the next one',
    ],
    // Transfers
    'REFER: 202': [
      'call/refer: a REFER that came is accepted: 202, the call, and NOTIFYs of how it goes',
      'call/refer: R: with Refer-Sub: false (RFC 4488) the transferor is told nothing, and that this was understood',
      'call/refer: R: Referred-By is handed on to the target, and where it is missing none is made up',
      'call/refer: R: a tel: target is dialled at our own domain; what no SIP server reaches gets 416',
    ],
    'with nobody listening 603': ['call/refer: R: a REFER that nobody listens for gets 603 at once'],
    'Replaces: matched by dialog': [
      'call/replaces: an accepted Replaces is a call like any other, and ends the old one when it is up',
      'call/replaces: a Replaces that matches no dialog gets 481; one tag is not enough',
    ],
    'none 481;': ['call/replaces: a Replaces that matches no dialog gets 481; one tag is not enough'],
    'ended 603': ['call/replaces: R: a call that ended is remembered for 32 s: 603, then 481'],
    'early-only honoured': ['call/replaces: R: early-only does not take over a call that is up: 486'],
    'nobody listening: 486': ['call/replaces: R: a Replaces that nobody listens for gets 486'],
  },
};
