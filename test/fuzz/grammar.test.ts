/** Every rule of the grammar: what is printed is read as what it was, and whatever is read, nothing throws. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Grammar } from '../../src/grammar/grammar.ts';
import { splitList } from '../../src/grammar/headers/contact.ts';
import { type HeaderName, parseHeaderValue } from '../../src/grammar/headers.ts';
import { splitMessage } from '../../src/grammar/message.ts';
import { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import { quote, unquote } from '../../src/grammar/parameters.ts';
import { URI } from '../../src/grammar/uri.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { OutgoingRequest } from '../../src/message/outgoing.ts';
import { IncomingRequest } from '../../src/message/incoming.ts';
import { breaking, host, line, name, params, port, token, word } from './arbitraries.ts';

const RULES = [
  ...['Allow', 'Allow-Events', 'Authentication-Info', 'Authorization', 'Call-ID', 'Contact'],
  ...['Content-Disposition', 'Content-Encoding', 'Content-Length', 'Content-Type', 'CSeq', 'Diversion'],
  ...['Event', 'Expires', 'From', 'History-Info', 'Max-Forwards', 'Min-Expires', 'Min-SE'],
  ...['P-Asserted-Identity', 'Path', 'Privacy', 'Proxy-Authenticate', 'Proxy-Authorization', 'RAck', 'RSeq'],
  ...['Reason', 'Record-Route', 'Refer-To', 'Referred-By', 'Replaces', 'Require', 'Retry-After', 'Route'],
  ...['Service-Route', 'Session-Expires', 'Subscription-State', 'Supported', 'To', 'Unsupported', 'Via'],
  'WWW-Authenticate',
] as HeaderName[];

const OTHER_RULES = [
  'Name_Addr_Header',
  'SIP_URI',
  'Status_Line',
  'challenge',
  'host',
  'toString',
  '__proto__',
];

/** Text out of the pieces of the grammar: it gets further than text at random. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'<>;,=:"\\@[]()/?&%* \t', 'sip:', 'SIP/2.0', 'Digest ', ';tag=', '\r\n ', 'é', '\0'),
      token,
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));
const anything = fc.oneof(fc.string({ unit: 'binary' }), pieces);

const uri = fc
  .record({
    scheme: fc.constantFrom('sip', 'sips'),
    user: fc.option(line.filter((text) => text !== '')),
    host,
    port,
    parameters: params(line),
    headers: fc.dictionary(name, fc.array(line, { minLength: 1, maxLength: 2 }), { maxKeys: 3 }),
  })
  .map((parts) => new URI(parts.scheme, parts.user, parts.host, parts.port, parts.parameters, parts.headers));

const address = fc.tuple(uri, fc.option(line), params(line)).map((parts) => new NameAddrHeader(...parts));

const paramsText = (of: Record<string, string | null>) =>
  Object.entries(of)
    .map(([key, value]) => (value === null ? `;${key}` : `;${key}=${quote(value)}`))
    .join('');

function check<T>(title: string, property: fc.IProperty<T>): void {
  test(title, () => fc.assert(property, { seed: 1, numRuns: 500 }));
}

check(
  'no rule throws, whatever the text',
  fc.property(anything, fc.constantFrom<string>(...RULES, ...OTHER_RULES), (text, rule) => {
    Grammar.parse(text, rule);
    Grammar.parse(text, rule.replaceAll('-', '_'));
  }),
);

check(
  'no message throws, whatever the text',
  fc.property(anything, anything, (start, rest) => {
    splitMessage(`${start}\r\n${rest}`);
    parseMessage(`${start}\r\n${rest}`);
    parseMessage(new TextEncoder().encode(`${start}\r\n${rest}\r\n\r\n`));
    parseMessage(`INVITE sip:a@b SIP/2.0\r\nVia: ${start}\r\nTo: ${rest}\r\n\r\n`);
  }),
);

check(
  'a URI that is printed is read as the same URI',
  fc.property(uri, (one) => {
    const again = URI.parse(one.toString());
    assert.ok(again, one.toString());
    assert.equal(again.toString(), one.toString());
    assert.deepEqual([again.scheme, again.host, again.port], [one.scheme, one.host, one.port]);
    assert.equal(one.clone().toString(), one.toString());
  }),
);

check(
  'a URI keeps the values of its parameters and headers',
  fc.property(host, params(line), fc.dictionary(name, line, { maxKeys: 3 }), (at, parameters, headers) => {
    const again = URI.parse(new URI('sip', null, at, null, parameters, headers).toString());
    assert.ok(again);
    for (const [key, value] of Object.entries(parameters)) assert.equal(again.getParam(key), value);
    for (const key of Object.keys(headers)) assert.ok(again.hasHeader(key));
  }),
);

check(
  'an address that is printed is read as the same address',
  fc.property(address, (one) => {
    const again = NameAddrHeader.parse(one.toString());
    assert.ok(again, one.toString());
    assert.equal(again.toString(), one.toString());
    assert.equal(again.display_name ?? '', one.display_name ?? '');
    assert.equal(one.clone().toString(), one.toString());
  }),
);

check(
  'addresses in one line are told apart, whatever their names and parameters hold',
  fc.property(fc.array(address, { minLength: 1, maxLength: 4 }), (addresses) => {
    const text = addresses.map(String);
    assert.deepEqual(
      splitList(text.join(', ')).map((one) => one.trim()),
      text,
    );
    const parsed = Grammar.parse(text.join(','), 'Contact');
    assert.ok(Array.isArray(parsed));
    assert.deepEqual(parsed.map(String), text);
  }),
);

check(
  'a quoted-string says what was put into it',
  fc.property(line, (text) => assert.equal(unquote(quote(text)), text)),
);

check(
  'Via',
  fc.property(token, host, port, params(line), (transport, at, where, more) => {
    const text = `SIP/2.0/${transport} ${at}${where === null ? '' : `:${where}`}${paramsText(more)}`;
    const via = Grammar.parse(text, 'Via');
    assert.ok(via !== -1, text);
    assert.deepEqual([via.transport, via.host, via.port], [transport, at, where]);
    assert.deepEqual({ ...via.params }, more);
  }),
);

check(
  'CSeq, Call-ID and RAck',
  fc.property(fc.nat(2 ** 31 - 1), token, word, fc.nat(), (value, method, callId, rseq) => {
    assert.deepEqual(parseHeaderValue('CSeq', `${value} ${method}`), { value, method });
    assert.equal(parseHeaderValue('CSeq', `${2 ** 31 + value} ${method}`), undefined);
    assert.equal(parseHeaderValue('Call-ID', callId), callId);
    assert.deepEqual(parseHeaderValue('RAck', `${rseq} ${value} ${method}`), { rseq, cseq: value, method });
  }),
);

check(
  'lists of tokens',
  fc.property(fc.array(token), fc.constantFrom(',', ', ', ' , ', ',,'), (tokens, comma) => {
    for (const rule of ['Allow', 'Supported', 'Require', 'Unsupported', 'Allow-Events'] as const)
      assert.deepEqual(parseHeaderValue(rule, tokens.join(comma)), tokens);
  }),
);

check(
  'headers of one word or number and parameters',
  fc.property(token, token, fc.nat(), params(line), (one, two, number, more) => {
    const tail = paramsText(more);
    const event = parseHeaderValue('Event', one + tail);
    assert.deepEqual([event?.event, { ...event?.params }], [one.toLowerCase(), more]);
    const type = parseHeaderValue('Content-Type', `${one}/${two}${tail}`);
    assert.deepEqual([type?.type, { ...type?.params }], [`${one}/${two}`.toLowerCase(), more]);
    const disposition = parseHeaderValue('Content-Disposition', one + tail);
    assert.deepEqual([disposition?.type, { ...disposition?.params }], [one.toLowerCase(), more]);
    const state = parseHeaderValue('Subscription-State', one + tail);
    assert.deepEqual([state?.state, { ...state?.params }], [one.toLowerCase(), more]);
    const reason = parseHeaderValue('Reason', one + tail);
    assert.deepEqual([reason?.protocol, { ...reason?.params }], [one.toLowerCase(), more]);
    const interval = parseHeaderValue('Session-Expires', number + tail);
    assert.deepEqual([interval?.expires, { ...interval?.params }], [number, more]);
    const later = parseHeaderValue('Retry-After', `${number} (why)${tail}`);
    assert.deepEqual([later?.seconds, { ...later?.params }], [number, more]);
  }),
);

check(
  'Replaces',
  fc.property(word, name, name, fc.boolean(), (callId, to, from, early) => {
    const text = `${callId};to-tag=${to};from-tag=${from}${early ? ';early-only' : ''}`;
    const facts = { call_id: callId, to_tag: to, from_tag: from, early_only: early };
    assert.deepEqual(parseHeaderValue('Replaces', text), facts);
    // As it stands in Refer-To.
    const referTo = new URI('sip', 'a', 'b', null, {}, { Replaces: text });
    const header = parseHeaderValue('Refer-To', `<${referTo.toString()}>`);
    assert.deepEqual(parseHeaderValue('Replaces', header?.uri.getHeader('Replaces')?.[0] ?? ''), facts);
  }),
);

check(
  'challenges and credentials, several in one line too',
  fc.property(fc.array(fc.tuple(line, line, line, token), { minLength: 1, maxLength: 3 }), (list) => {
    const text = list.map(
      ([realm, nonce, opaque, algorithm]) =>
        `Digest realm=${quote(realm)}, nonce=${quote(nonce)},opaque=${quote(opaque)}, algorithm=${algorithm}`,
    );
    const read = parseHeaderValue('WWW-Authenticate', text.join(', '));
    assert.deepEqual(
      read?.map(({ realm, nonce, opaque, algorithm }) => [realm, nonce, opaque, algorithm]),
      list,
    );
    assert.equal(parseHeaderValue('Authorization', text[0] ?? '')?.realm, list[0]?.[0]);
    const info = parseHeaderValue('Authentication-Info', `nextnonce=${quote(list[0]?.[1] ?? '')}, qop=auth`);
    assert.deepEqual([info?.nextnonce, info?.qop], [list[0]?.[1], 'auth']);
  }),
);

check(
  'a request that is printed is read as the same request',
  fc.property(
    address,
    address,
    uri,
    word,
    fc.nat(2 ** 31 - 1),
    line,
    fc.string({ unit: 'binary' }),
    (from, to, ruri, callId, cseq, extra, body) => {
      ruri.clearHeaders();
      const init = { from, to, callId, cseq, extraHeaders: [`X-Test: ${extra}`], body };
      const request = new OutgoingRequest('MESSAGE', ruri, init);
      request.setVia('SIP/2.0/WSS client.invalid;branch=z9hG4bK1');
      for (const frame of [request.toString(), new TextEncoder().encode(request.toString())]) {
        const parsed = parseMessage(frame);
        assert.ok(parsed?.message instanceof IncomingRequest && !parsed.defect, request.toString());
        const { message } = parsed;
        assert.equal(message.ruri.toString(), ruri.toString());
        assert.deepEqual([String(message.from), String(message.to)], [String(from), String(to)]);
        assert.deepEqual([message.call_id, message.cseq, message.body ?? ''], [callId, cseq, body]);
        assert.equal(message.getHeader('X-Test'), extra.replace(/^[ \t]+|[ \t]+$/g, ''));
      }
    },
  ),
);

check(
  'what would break out of a URI or an address is refused, or comes out harmless',
  fc.property(breaking, (evil) => {
    const attempts: (() => unknown)[] = [
      () => new URI(evil, 'a', 'b'),
      () => new URI('sip', evil, 'b'),
      () => new URI('sip', 'a', evil),
      () => new URI('sip', 'a', 'b', evil),
      () => new URI('sip', 'a', 'b', null, { [evil]: evil }),
      () => new URI('sip', 'a', 'b', null, {}, { [evil]: evil }),
      () => Object.assign(new URI('sip', 'a', 'b'), { password: evil }),
      () => URI.parse(`sip:${evil}@b`) ?? '',
      () => new NameAddrHeader(new URI('sip', 'a', 'b'), evil),
      () => new NameAddrHeader(new URI('sip', 'a', 'b'), null, { x: evil }),
      () => new NameAddrHeader(new URI('sip', 'a', 'b'), null, { [evil]: 'x' }),
    ];
    for (const attempt of attempts) {
      let printed = '';
      try {
        printed = String(attempt());
      } catch (error) {
        assert.ok(error instanceof TypeError);
      }
      assert.doesNotMatch(printed, /[\r\n\0]/);
    }
  }),
);
