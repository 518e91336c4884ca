/** The shapes of the two icons that a call button draws before anything else is loaded; 24 by 24. */

/** A telephone receiver. */
export const CALL = 'M5 3h3l2 5-2 2a13 13 0 0 0 6 6l2-2 5 2v3a2 2 0 0 1-2 2C11 20 4 13 3 5a2 2 0 0 1 2-2Z';

/** An exclamation mark in a circle. */
export const ALERT = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5v5M12 16.3v.1';
