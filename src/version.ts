/** The name of the package. */
export const NAME = 'sip-elements';
/** Its version; a test holds it against package.json. */
export const VERSION = '0.1.0';
