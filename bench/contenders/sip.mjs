import { EmitterImpl, Inviter, Registerer, RegistererState, SessionState, UserAgent } from 'sip.js';
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { DigestAuthentication } from 'sip.js/lib/core/messages/digest-authentication.js';
import { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { Parser } from 'sip.js/lib/core/messages/parser.js';
import { TransportState } from 'sip.js/lib/api/transport-state.js';
import { ACCOUNT, CHALLENGE, EXTRA_HEADERS, SDP, TARGET } from './data.ts';
import { answerTo } from './scripted-server.ts';

const silent = { log() {}, debug() {}, warn() {}, error() {}, genericLog() {} };
const loggers = { getLogger: () => silent };

export function parse(text) {
  const message = Parser.parseMessage(text, silent);
  if (!message) throw new Error('not parsed');
  const { from, to, fromTag, toTag, viaBranch, callId, cseq } = message;
  return [from, to, fromTag, toTag, viaBranch, callId, cseq];
}

const own = Grammar.URIParse(ACCOUNT.uri);
const other = Grammar.URIParse(TARGET);
const registrar = Grammar.URIParse('sip:example.com');

function print(method, target, to, extra, body) {
  const options = { callId: 'abcdefghijabcdefghij', cseq: 1, fromTag: 'abcdefghij' };
  const headers = [...EXTRA_HEADERS, ...extra];
  const request = new OutgoingRequestMessage(method, target, own, to, options, headers, body);
  request.setHeader('via', 'SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks');
  return request.toString();
}

const sdpBody = { contentDisposition: 'session', contentType: 'application/sdp', content: SDP };
export const printInvite = () => print('INVITE', other, other, [], sdpBody);
export const printRegister = () => print('REGISTER', registrar, own, ['Expires: 600']);

export function answerDigest() {
  const digest = new DigestAuthentication(loggers, undefined, ACCOUNT.user, ACCOUNT.password);
  digest.authenticate({ method: 'REGISTER', ruri: registrar }, CHALLENGE);
  return digest.toString();
}

/** The transport of SIP.js with the scripted server behind it. */
class ScriptedTransport {
  protocol = 'WS';
  state = TransportState.Disconnected;
  stateChange = new EmitterImpl();

  connect() {
    this.state = TransportState.Connected;
    this.stateChange.emit(this.state);
    this.onConnect?.();
    return Promise.resolve();
  }

  disconnect() {
    return Promise.resolve();
  }

  dispose() {
    return Promise.resolve();
  }

  isConnected() {
    return this.state === TransportState.Connected;
  }

  send(message) {
    const answer = answerTo(message);
    if (answer) Promise.resolve().then(() => this.onMessage?.(answer));
    return Promise.resolve();
  }
}

/** The media of a call, ready at once. */
const readyDescriptionHandler = () => ({
  close() {},
  getDescription: () => Promise.resolve({ body: SDP, contentType: 'application/sdp' }),
  hasDescription: (contentType) => contentType === 'application/sdp',
  setDescription: () => Promise.resolve(),
  sendDtmf: () => false,
});

export async function register() {
  const userAgent = new UserAgent({
    uri: own,
    authorizationUsername: ACCOUNT.user,
    authorizationPassword: ACCOUNT.password,
    transportConstructor: ScriptedTransport,
    sessionDescriptionHandlerFactory: readyDescriptionHandler,
    autoStop: false,
    logBuiltinEnabled: false,
  });
  await userAgent.start();
  const registerer = new Registerer(userAgent);
  const until = (state) =>
    new Promise((resolve) => {
      const listener = (now) => {
        if (now !== state) return;
        registerer.stateChange.removeListener(listener);
        resolve();
      };
      registerer.stateChange.addListener(listener);
    });
  const change = async (state, action) => {
    const changed = until(state);
    await action();
    await changed;
  };
  await change(RegistererState.Registered, () => registerer.register());
  return {
    async registerAgain() {
      await change(RegistererState.Unregistered, () => registerer.unregister());
      await change(RegistererState.Registered, () => registerer.register());
    },
    call: () =>
      new Promise((resolve, reject) => {
        const inviter = new Inviter(userAgent, other);
        inviter.stateChange.addListener((state) => {
          if (state === SessionState.Established) inviter.bye({ requestDelegate: { onAccept: resolve } });
        });
        inviter.invite({ requestDelegate: { onReject: () => reject(new Error('rejected')) } }).catch(reject);
      }),
  };
}
