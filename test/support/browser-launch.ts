/**
 * How the tests start their browsers: one place for executables, switches and preferences, shared by
 * web-test-runner.config.mjs and by test/interop. Chromium and Firefox hear a fake microphone that nobody is
 * asked for; what a blocked or missing microphone does is tested with other switches ({@link chromiumArgs}).
 */
import type { LaunchOptions } from 'puppeteer-core';

/** Where Debian puts its browsers; a variable of the environment names another one. */
export const executables = {
  chromium: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  firefox: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
};

/** Switches of every Chromium: a run as root, and nothing that calls home. */
const quietArgs = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A microphone that beeps once a second. */
export const fakeDevice = '--use-fake-device-for-media-stream';

/** Every question for a microphone is answered with yes; it overrides a denial. */
export const fakePermission = '--use-fake-ui-for-media-stream';

/** A page plays sound before anybody has touched it. */
export const soundAtOnce = '--autoplay-policy=no-user-gesture-required';

/** The switches of a Chromium in which a call simply works. */
export const chromiumArgs = [
  ...quietArgs,
  fakeDevice,
  fakePermission,
  soundAtOnce,
  // Where loopback is the only interface there would be no ICE candidates without it.
  '--allow-loopback-in-peer-connection',
];

/** The preferences of a Firefox in which a call simply works. */
export const firefoxPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'permissions.default.microphone': 1,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
};

/** How long a browser may take to start, in milliseconds; on a busy machine Puppeteer's 30 s are soon over. */
const timeout = 120_000;

/** Puppeteer's options for Debian's Chromium, with other switches than {@link chromiumArgs} where a test wants them. */
export function chromiumOptions(args = chromiumArgs): LaunchOptions {
  // `browser` stays unset: @web/test-runner-chrome switches native coverage off where it is set.
  return { executablePath: executables.chromium, headless: true, timeout, args };
}

/** Puppeteer's options for Debian's Firefox ESR as it is, over WebDriver BiDi. */
export function firefoxOptions(extraPreferences: Record<string, unknown> = {}): LaunchOptions {
  return {
    browser: 'firefox',
    executablePath: executables.firefox,
    headless: true,
    timeout,
    extraPrefsFirefox: { ...firefoxPreferences, ...extraPreferences },
  };
}
