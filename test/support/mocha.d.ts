/// <reference types="mocha" />
// The browser tests run in @web/test-runner's Mocha: `describe` and `it` are global there.
