import assert from 'node:assert/strict';
import { Dialog } from '../../src/dialog/dialog.ts';
import { installFeatureHeaders } from '../../src/grammar/feature-headers.ts';
import { splitMessage } from '../../src/grammar/message.ts';
import { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import { type IncomingMessage, IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { OutgoingRequest } from '../../src/message/outgoing.ts';
import { parseMessage, readMessage as readForProxy } from '../../src/message/parse.ts';
import { URI } from '../../src/grammar/uri.ts';
import { mangledMessage } from './mutations.ts';
import { SeededRandom } from './random.ts';

// As the full UA installs them: every rule is tried.
installFeatureHeaders();

/** What a run of the fuzzer stumbled over. */
export interface Finding {
  seed: number;
  run: number;
  /** The message, as a string literal. */
  input: string;
  error: unknown;
}

/** Which runs of a seed to do. */
export interface Runs {
  seed: number;
  /** The first; 0 by default. */
  from?: number;
  /** The one that is not done any more. */
  until: number;
}

/** Reads mangled messages in every way that the core reads messages. Returns the first that went wrong. */
export function fuzzMessages({ seed, from = 0, until }: Runs): Finding | undefined {
  for (let run = from; run < until; run++) {
    const octets = mangledMessage(new SeededRandom(seed, run));
    try {
      readMessage(octets);
      readMessage(new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets));
    } catch (error) {
      return { seed, run, input: JSON.stringify(Buffer.from(octets).toString('latin1')), error };
    }
  }
  return undefined;
}

/** Reads one frame in every way that the core does. Throws where anything of it throws, or what is made of it is unsound. */
export function readMessage(frame: string | Uint8Array): void {
  readForProxy(frame);
  const parsed = parseMessage(frame);
  if (!parsed) return;
  const { message, defect } = parsed;
  readHeaders(message);
  message.parseSDP();
  assert.equal(typeof message.toString(), 'string');
  if (message instanceof IncomingRequest) {
    answer(message, defect === undefined);
    if (!defect) askWithin(Dialog.fromRequest(message, message.ensureLocalTag()));
  } else if (message instanceof IncomingResponse) {
    const request = new OutgoingRequest('INVITE', new URI('sip', 'bob', 'example.com'), {
      callId: 'call',
      cseq: 1,
      from: new NameAddrHeader(new URI('sip', 'alice', 'example.com'), null, { tag: 'a' }),
      to: message.to,
    });
    askWithin(Dialog.fromResponse(request, message));
  }
}

function readHeaders(message: IncomingMessage): void {
  for (const name of message.headerLines().keys()) {
    assert.ok(message.hasHeader(name));
    const count = message.countHeader(name);
    assert.equal(message.getHeaders(name).length, count);
    for (let index = 0; index < count; index++) {
      const value = message.parseHeader(name, index);
      if (value instanceof NameAddrHeader) assertSameWhenPrinted(value);
    }
  }
}

/** What was read and is printed says the same when it is read again. */
function assertSameWhenPrinted(address: NameAddrHeader): void {
  const printed = address.toString();
  assert.doesNotMatch(printed, /[\r\n]/);
  const again = NameAddrHeader.parse(printed);
  assert.ok(again, `${printed} cannot be read`);
  assert.equal(again.toString(), printed);
  assert.equal(again.uri.host, address.uri.host);
  assert.equal(again.uri.port, address.uri.port);
}

/** Every answer has the lines that it should have, and a peer can read it. */
function answer(request: IncomingRequest, wellFormed: boolean): void {
  let text = '';
  request.transaction = { respond: (_, response) => (text = response) };
  for (const status of [100, 180, 200, 400, 699]) {
    request.reply(status, undefined, ['X-Test: 1']);
    assert.match(text, /^SIP\/2\.0 \d{3} [^\r\n]*\r\n/);
    const head = text.slice(0, text.indexOf('\r\n\r\n'));
    assert.doesNotMatch(head, /\r(?!\n)|(?<!\r)\n/);
    assert.match(text, /\r\nX-Test: 1\r\n(?:Content-Length: 0\r\n)\r\n$/);
    if (!wellFormed) continue;
    const read = readForProxy(text)?.message;
    assert.ok(read instanceof IncomingResponse, 'the answer cannot be read');
    assert.equal(read.status_code, status);
    assert.equal(read.call_id, request.call_id);
    assert.equal(read.cseq, request.cseq);
  }
}

/** A request inside the dialog that this message makes can be sent and read. */
function askWithin(dialog: Dialog | undefined): void {
  if (!dialog) return;
  const request = dialog.createRequest('BYE');
  request.setVia('SIP/2.0/WSS client.invalid;branch=z9hG4bK1');
  const text = request.toString();
  const raw = splitMessage(text);
  assert.ok(raw, 'the request cannot be taken apart');
  const read = readForProxy(text);
  assert.ok(read && !read.defect, `the request has a ${read?.defect?.reason}: ${text}`);
}
