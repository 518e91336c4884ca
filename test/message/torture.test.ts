import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { unescape } from '../../src/grammar/escapes.ts';
import { installFeatureHeaders } from '../../src/grammar/feature-headers.ts';
import type { NameAddrHeader } from '../../src/grammar/name-addr.ts';
import type { URI } from '../../src/grammar/uri.ts';
import { type IncomingMessage, IncomingRequest, IncomingResponse } from '../../src/message/incoming.ts';
import { octetLength } from '../../src/message/octets.ts';
import { parseMessage } from '../../src/message/parse.ts';

// As the full UA does.
installFeatureHeaders();

/** The messages of RFC 4475 and RFC 5118 with what is right for each. */
interface Entry {
  id: string;
  file: string;
  ref: string;
  desc: string;
  frame: 'text' | 'binary';
  verdict: 'valid' | 'invalid' | 'reject' | 'either';
  prefer?: 'valid' | 'invalid' | null;
  status?: number[];
  action?: 'respond' | 'discard';
  layer?: 'application';
  facts?: Record<string, unknown>;
}

const data = new URL('../data/torture/', import.meta.url);
const { entries } = JSON.parse(readFileSync(new URL('manifest.json', data), 'utf8')) as { entries: Entry[] };

/** Well-formed at this floor; the UA knows which schemes it supports and answers 416 (spec: requests that come in). */
const DECIDED_ABOVE = new Set(['unkscm', 'novelsc']);

/** Either is right by RFC 4475; an INVITE without Contact is answered 400 here. */
const STRICT = new Set(['inv2543']);

function frameOf(entry: Entry): string | Uint8Array {
  const octets = readFileSync(new URL(entry.file, data));
  return entry.frame === 'text' ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets) : octets;
}

for (const entry of entries) {
  const { id, ref, desc, verdict, prefer, layer } = entry;
  const accepted =
    verdict === 'valid' ||
    layer === 'application' ||
    DECIDED_ABOVE.has(id) ||
    (verdict === 'either' && prefer !== 'invalid' && !STRICT.has(id));

  test(`${id} (${ref}): ${desc}: ${accepted ? 'is accepted' : 'is not accepted'}`, () => {
    const parsed = parseMessage(frameOf(entry));
    if (accepted) {
      assert.ok(parsed && !parsed.defect, `refused: ${parsed?.defect?.reason}`);
      checkFacts(parsed.message, entry.facts ?? {});
    } else if (entry.action === 'discard') {
      assert.equal(parsed, undefined);
    } else {
      assert.ok(
        parsed?.defect && entry.status?.includes(parsed.defect.status),
        String(parsed?.defect?.status),
      );
      checkAnswer(parsed.message, parsed.defect);
    }
  });
}

/** A refused request can be answered, and the answer finds its way back. */
function checkAnswer(request: IncomingRequest, defect: { status: number; reason: string }): void {
  let sent = '';
  request.transaction = { respond: (_, text) => (sent = text) };
  request.reply(defect.status, defect.reason);
  assert.ok(sent.startsWith(`SIP/2.0 ${defect.status} `));
  for (const name of ['Via', 'From', 'Call-ID', 'CSeq']) {
    for (const value of request.headerLines().get(name) ?? [])
      assert.ok(sent.includes(`${name}: ${value}\r\n`));
  }
}

function checkFacts(message: IncomingMessage, facts: Record<string, unknown>): void {
  for (const [path, expected] of Object.entries(facts)) {
    const actual = factOf(message, path);
    assert.ok(fits(actual, expected), `${path}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
  }
}

function fits(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'object' && expected !== null && !Array.isArray(expected)) {
    if ('absent' in expected) return actual === undefined || (Array.isArray(actual) && actual.length === 0);
    if ('anyOf' in expected) return (expected.anyOf as unknown[]).some((one) => fits(actual, one));
  }
  if (Array.isArray(expected)) return JSON.stringify(actual) === JSON.stringify(expected);
  if (typeof expected === 'string' && typeof actual === 'string') return simple(actual) === simple(expected);
  return actual === expected;
}

/** Brackets of IPv6 addresses and percent-escapes do not matter. */
function simple(text: string): string {
  return unescape(text).replace(/^\[(.*)\]$/, '$1');
}

function factOf(message: IncomingMessage, path: string): unknown {
  if (path.startsWith('hdr:')) return message.getHeaders(path.slice(4));
  if (path.startsWith('list:')) return message.getHeaders(path.slice(5)).flatMap((line) => line.split(/, */));
  const [first = '', second = '', ...rest] = path.split('/');
  switch (first) {
    case 'kind':
      return message instanceof IncomingRequest ? 'request' : 'response';
    case 'method':
      return message.method;
    case 'status':
      return message instanceof IncomingResponse ? message.status_code : undefined;
    case 'reason':
      return message instanceof IncomingResponse ? message.reason_phrase : undefined;
    case 'callId':
      return message.call_id;
    case 'cseq':
      return second === 'num' ? message.cseq : message.parseHeader('CSeq')?.method;
    case 'maxForwards':
      return message.parseHeader('Max-Forwards');
    case 'contentLength':
      return message.parseHeader('Content-Length');
    case 'bodyLength':
      return bodyLength(message);
    case 'contentType': {
      const type = message.parseHeader('Content-Type');
      return second === 'type' ? type?.type : type?.params[rest[0] ?? ''];
    }
    case 'ruri':
      return message instanceof IncomingRequest ? uriFact(message.ruri, [second, ...rest]) : undefined;
    case 'from':
    case 'to':
      return addressFact(message[first], [second, ...rest]);
    case 'vias':
      return second === 'length' ? message.countHeader('Via') : viaFact(message, Number(second), rest);
    case 'contacts':
    case 'routes':
    case 'recordRoutes': {
      const name = ({ contacts: 'Contact', routes: 'Route', recordRoutes: 'Record-Route' } as const)[first];
      if (second === 'length') return message.countHeader(name);
      const address = message.parseHeader(name, Number(second));
      return address === '*' ? '*' : address && addressFact(address, rest);
    }
    case 'authz':
      return message.parseHeader('Authorization', Number(second))?.scheme;
    default:
      return assert.fail(`no such fact: ${path}`);
  }
}

function bodyLength(message: IncomingMessage): number {
  const { body } = message;
  // A body that is no UTF-8 has one character for each octet.
  return message.data.includes('7a9cbec02ceef655') ? (body?.length ?? 0) : octetLength(body ?? '');
}

function addressFact(address: NameAddrHeader, [key = '', ...rest]: string[]): unknown {
  if (key === 'display') return address.display_name ?? undefined;
  if (key === 'uri') return uriFact(address.uri, rest);
  return address.getParam(rest.join('/'));
}

function uriFact(uri: URI, [key = '', name = '']: string[]): unknown {
  if (key === 'params') return uri.getParam(name);
  if (key === 'headers') return uri.getHeader(name)?.[0];
  return uri[key as 'scheme' | 'user' | 'password' | 'host' | 'port'] ?? undefined;
}

function viaFact(message: IncomingMessage, index: number, [key = '', name = '']: string[]): unknown {
  const via = message.parseHeader('Via', index);
  return key === 'params' ? via?.params[name] : via?.[key as 'host' | 'port' | 'transport'];
}
