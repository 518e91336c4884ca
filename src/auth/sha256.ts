// A module of its own, so that a bundler can leave out what the library's module holds beside it.
export { sha256 } from '@noble/hashes/sha2.js';
