// A module of its own, so that a bundler can leave out what the library's module holds beside it.
export { md5 } from '@noble/hashes/legacy.js';
