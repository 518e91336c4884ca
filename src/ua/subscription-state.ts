/**
 * The two ends of a subscription (RFC 6665) as tables: `(state, event) → state`. What a table does not name
 * changes nothing.
 */

/** States of the end that subscribed, with the numbers that applications know. */
export const SUBSCRIBER_STATE = { PENDING: 0, ACTIVE: 1, TERMINATED: 2, INIT: 3, WAITING_NOTIFY: 4 } as const;

/** A state of the end that subscribed (RFC 6665 section 4.1.2, figure 1). */
export type SubscriberState = keyof typeof SUBSCRIBER_STATE;

/** What happens to the end that subscribed. */
export type SubscriberEvent = 'subscribe' | 'pending' | 'active' | 'over';

export const subscriberTable: {
  readonly [S in SubscriberState]: { readonly [E in SubscriberEvent]?: SubscriberState };
} = {
  INIT: { subscribe: 'WAITING_NOTIFY', over: 'TERMINATED' },
  WAITING_NOTIFY: { pending: 'PENDING', active: 'ACTIVE', over: 'TERMINATED' },
  PENDING: { active: 'ACTIVE', over: 'TERMINATED' },
  ACTIVE: { pending: 'PENDING', over: 'TERMINATED' },
  TERMINATED: {},
};
