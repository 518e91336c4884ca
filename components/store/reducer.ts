/** The phone's facts and what follows from them: `(facts, fact) → facts`, and `facts → snapshot`. Pure. */
import type { Sickness } from '../../src/call/recovery-table.ts';
import { UNKNOWN_QUALITY } from './call-quality.ts';
import { callState, nextPhase, type Happening } from './call-state.ts';
import { SOUND_ONLY } from './call-media.ts';
import { isLive, type State } from './states.ts';
import { IDLE, type CallSnapshot, type PhoneSnapshot, type Problem } from './snapshot.ts';

const NOTHING_LOST: Sickness = { signalling: false, media: false };

/** Something that happened, as the store learns it. What follows no rule is `known`, of a call or of the phone. */
export type Fact =
  | { type: 'call-added'; id: string; direction: 'incoming' | 'outgoing'; name: string }
  | { type: 'call'; id: string; happening: Happening; at: number; problem?: Problem }
  | { type: 'call-known'; id: string; known: Partial<CallFacts> }
  | { type: 'call-removed'; id: string }
  | { type: 'known'; known: Partial<Omit<Facts, 'calls'>> };

type CallFacts = Omit<CallSnapshot, 'state'>;

/** All that is known; {@link toSnapshot} makes what is shown of it. */
export interface Facts extends Omit<PhoneSnapshot, 'calls' | 'state' | 'active' | 'incoming'> {
  readonly calls: readonly CallFacts[];
  readonly unsupported: boolean;
  /** Whether a user waits for the connection: one that is only made in advance is nobody's news. */
  readonly wanted: boolean;
}

/** Nothing happened yet. */
export const NOTHING: Facts = { ...IDLE, unsupported: false, wanted: false };

/** What is known after one more fact. */
export function reduce(facts: Facts, fact: Fact): Facts {
  switch (fact.type) {
    case 'call-added':
      return addCall(facts, fact);
    case 'call':
      return turnedTo(
        changeCall(facts, fact.id, (call) => happened(call, fact)),
        fact,
      );
    case 'call-known':
      return changeCall(facts, fact.id, (call) => ({ ...call, ...fact.known }));
    case 'call-removed':
      return { ...facts, calls: facts.calls.filter(({ id }) => id !== fact.id) };
    case 'known':
      return { ...facts, ...fact.known };
  }
}

function addCall(facts: Facts, fact: Extract<Fact, { type: 'call-added' }>): Facts {
  const { id, direction, name } = fact;
  // An incoming call is shown once nobody wants to keep it to himself (`sip-call-incoming` is cancelable).
  const hidden = direction === 'incoming';
  const call: CallFacts = {
    ...{ id, direction, name, hidden, automatic: false },
    ...{ phase: hidden ? 'ringing' : 'loading', muted: false, hold: { local: false, remote: false } },
    ...{ lost: NOTHING_LOST, queuePosition: null },
    ...{ media: SOUND_ONLY, quality: UNKNOWN_QUALITY, startedAt: null, endedAt: null, problem: null },
  };
  // A new call takes the place of what the last one left behind: its end and its error have been seen.
  const live = facts.calls.filter((one) => isLive(one.phase));
  return { ...facts, calls: [...live, call], problem: null, toRate: null, silenced: false };
}

/** The call that is answered is the newest, whenever it came; where that fails it is the first of those that ring. */
function turnedTo(facts: Facts, { id, happening }: Extract<Fact, { type: 'call' }>): Facts {
  if (happening !== 'answering' && happening !== 'refused') return facts;
  const call = facts.calls.filter((one) => one.id === id);
  const others = facts.calls.filter((one) => one.id !== id);
  return { ...facts, calls: happening === 'answering' ? [...others, ...call] : [...call, ...others] };
}

function changeCall(facts: Facts, id: string, change: (call: CallFacts) => CallFacts): Facts {
  return { ...facts, calls: facts.calls.map((call) => (call.id === id ? change(call) : call)) };
}

function happened(call: CallFacts, fact: Extract<Fact, { type: 'call' }>): CallFacts {
  const phase = nextPhase(call.phase, fact.happening);
  return {
    ...call,
    phase,
    startedAt: phase === 'connected' ? (call.startedAt ?? fact.at) : call.startedAt,
    endedAt: isLive(phase) ? null : (call.endedAt ?? fact.at),
    problem: fact.problem ?? call.problem,
  };
}

/** What is shown of what is known. */
export function toSnapshot(facts: Facts): PhoneSnapshot {
  const calls = facts.calls.map((call) => ({
    ...call,
    state: callState(call),
  }));
  const incoming = calls.find((call) => isWaiting(call) && !call.hidden) ?? null;
  const active =
    calls.findLast((call) => isLive(call.phase) && !isWaiting(call)) ??
    calls.findLast((call) => !isLive(call.phase) && (!call.hidden || call.startedAt !== null)) ??
    null;
  return {
    ...facts,
    ...{ calls, active, incoming },
    state: phoneState(facts, active, incoming),
    problem: active?.problem ?? facts.problem,
  };
}

/** Whether a call has come in and rings. */
export function isWaiting(call: CallSnapshot): boolean {
  return call.direction === 'incoming' && call.phase === 'ringing';
}

function phoneState(facts: Facts, active: CallSnapshot | null, incoming: CallSnapshot | null): State {
  if (active && isLive(active.phase)) return active.state;
  if (incoming) return 'ringing';
  if (facts.unsupported) return 'unsupported';
  // "No server" is not the fault of the call: it is what keeps every call from being made.
  if (active?.problem?.code === 'connection-failed') return 'offline';
  if (active) return active.state;
  if (facts.wanted && facts.connection === 'disconnected') return 'offline';
  if (facts.wanted && facts.connection !== 'connected') return 'loading';
  return facts.problem ? 'failed' : 'idle';
}
