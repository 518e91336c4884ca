import JsSIP from 'jssip';
import DigestAuthentication from 'jssip/lib/DigestAuthentication.js';
import Parser from 'jssip/lib/Parser.js';
import SIPMessage from 'jssip/lib/SIPMessage.js';
import { ACCOUNT, CHALLENGE, EXTRA_HEADERS, SDP, TARGET } from './data.ts';
import { emptyStream } from './fake-webrtc.ts';
import { ScriptedSocket } from './scripted-server.ts';

const { UA, URI } = JsSIP;
let shared;

function newUA() {
  return new UA({ sockets: [new ScriptedSocket()], uri: ACCOUNT.uri, password: ACCOUNT.password });
}

export function parse(text) {
  const message = Parser.parseMessage(text, {});
  if (!message) throw new Error('not parsed');
  const { from, to, from_tag, to_tag, via_branch, call_id, cseq } = message;
  return [from, to, from_tag, to_tag, via_branch, call_id, cseq];
}

function print(Type, args, params, extra, body) {
  shared ??= newUA();
  const request = new Type(...args, shared, params, [...EXTRA_HEADERS, ...extra], body);
  request.setHeader('via', 'SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks');
  return request.toString();
}

const other = URI.parse(TARGET);
const registrar = URI.parse('sip:example.com');

export const printInvite = () =>
  print(
    SIPMessage.InitialOutgoingInviteRequest,
    [other],
    { from_tag: 'abcdefghij' },
    ['Content-Type: application/sdp'],
    SDP,
  );
export const printRegister = () =>
  print(
    SIPMessage.OutgoingRequest,
    ['REGISTER', registrar],
    { to_uri: URI.parse(ACCOUNT.uri), call_id: 'abcdefghijabcdefghij', cseq: 1, from_tag: 'abcdefghij' },
    ['Expires: 600'],
    null,
  );

export function answerDigest() {
  const digest = new DigestAuthentication({ username: ACCOUNT.user, password: ACCOUNT.password });
  digest.authenticate({ method: 'REGISTER', ruri: 'sip:example.com', body: null }, CHALLENGE);
  return digest.toString();
}

export async function register() {
  const ua = newUA();
  const until = (event) => new Promise((resolve) => ua.once(event, resolve));
  const registered = until('registered');
  ua.start();
  await registered;
  return {
    async registerAgain() {
      const unregistered = until('unregistered');
      ua.unregister();
      await unregistered;
      const again = until('registered');
      ua.register();
      await again;
    },
    call: () =>
      new Promise((resolve, reject) => {
        const session = ua.call(TARGET, {
          mediaStream: emptyStream,
          eventHandlers: {
            confirmed: () => session.terminate(),
            ended: resolve,
            failed: ({ cause }) => reject(new Error(cause)),
          },
        });
      }),
  };
}
