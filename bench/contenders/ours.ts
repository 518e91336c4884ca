import { answerChallenge } from '../../src/auth/digest.ts';
import { NameAddrHeader, UA, URI } from '../../src/index.ts';
import { OutgoingRequest } from '../../src/message/outgoing.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { ACCOUNT, CHALLENGE, EXTRA_HEADERS, SDP, TARGET } from './data.ts';
import type { Phone } from './contender.ts';
import { emptyStream } from './fake-webrtc.ts';
import { ScriptedSocket } from './scripted-server.ts';

export function parse(text: string): unknown {
  const message = parseMessage(text)?.message;
  if (!message) throw new Error('not parsed');
  const { from, to, from_tag, to_tag, via_branch, call_id, cseq } = message;
  return [from, to, from_tag, to_tag, via_branch, call_id, cseq];
}

const own = URI.parse(ACCOUNT.uri) as URI;
const other = URI.parse(TARGET) as URI;
const registrar = URI.parse('sip:example.com') as URI;

function print(method: string, target: URI, to: URI, extra: string[], body: string | null): string {
  const from = new NameAddrHeader(own);
  from.setParam('tag', 'abcdefghij');
  const request = new OutgoingRequest(method, target, {
    callId: 'abcdefghijabcdefghij',
    cseq: 1,
    from,
    to: new NameAddrHeader(to),
    extraHeaders: [...EXTRA_HEADERS, ...extra],
    body,
  });
  request.setVia('SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks');
  return request.toString();
}

export const printInvite = (): string =>
  print('INVITE', other, other, ['Content-Type: application/sdp'], SDP);
export const printRegister = (): string => print('REGISTER', registrar, own, ['Expires: 600'], null);

export const answerDigest = (): Promise<string> =>
  answerChallenge(
    CHALLENGE,
    { username: ACCOUNT.user, password: ACCOUNT.password },
    { method: 'REGISTER', uri: 'sip:example.com' },
    1,
  );

export async function register(): Promise<Phone> {
  const { uri, password } = ACCOUNT;
  const ua = new UA({ sockets: [new ScriptedSocket()], uri, password });
  const until = (event: 'registered' | 'unregistered') =>
    new Promise<void>((resolve) => ua.once(event, () => resolve()));
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
            ended: () => resolve(),
            failed: ({ cause }) => reject(new Error(cause)),
          },
        });
      }),
  };
}
