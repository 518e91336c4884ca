// The browser tests. `npm run test:browser` wraps this in a network namespace (scripts/test.mjs); alone, it runs
// with `npx wtr`. TEST_BROWSERS=chromium,firefox and TEST_FILES=<globs, by comma> narrow a run.
import { globSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { build } from 'esbuild';
import * as puppeteer from 'puppeteer-core';
import { chromiumOptions, firefoxOptions } from './test/support/browser-launch.ts';
import { visualPlugin } from './test/support/visual-plugin.ts';
import { webkitLauncher } from './test/support/webkit-launch.ts';

const launchers = {
  chromium: () => chromeLauncher({ launchOptions: chromiumOptions() }),
  firefox: () => chromeLauncher({ puppeteer, launchOptions: firefoxOptions() }),
  webkit: () => webkitLauncher(),
};
const names = process.env.TEST_BROWSERS?.split(',') ?? Object.keys(launchers);
const browsers = {};
for (const name of names) browsers[name] = await launchers[name]();
if (browsers.chromium) browsers.chromium.name = 'Chromium';

const files = globSync(process.env.TEST_FILES?.split(',') ?? ['test/**/*.browser.ts']);
const needsWebRTC = (file) => file.endsWith('.webrtc.browser.ts');
const isVisual = (file) => file.endsWith('.visual.browser.ts');

/** Groups of files and the browsers that run them; WebKitGTK has no WebRTC, and pictures are of one browser. */
const groups = [
  {
    name: 'everywhere',
    files: files.filter((file) => !needsWebRTC(file) && !isVisual(file)),
    browsers: Object.values(browsers),
  },
  {
    name: 'webrtc',
    files: files.filter(needsWebRTC),
    browsers: Object.entries(browsers)
      .filter(([name]) => name !== 'webkit')
      .map(([, launcher]) => launcher),
  },
  {
    name: 'visual',
    files: files.filter(isVisual),
    browsers: [browsers.chromium].filter(Boolean),
  },
].filter((group) => group.files.length > 0 && group.browsers.length > 0);

/** Packages that are CommonJS, which no browser loads; esbuild makes modules of them. */
const commonJs = ['debug', 'sdp-transform', 'axe-core', 'ms'];

function commonJsPlugin() {
  const prefix = '/__commonjs/';
  const require = createRequire(import.meta.url);
  return {
    name: 'commonjs',
    resolveImport: ({ source }) => (commonJs.includes(source) ? `${prefix}${source}.js` : undefined),
    async serve({ path }) {
      if (!path.startsWith(prefix)) return undefined;
      const name = path.slice(prefix.length, -'.js'.length);
      const exported = Object.keys(require(name)).filter(
        (key) => /^[a-z]\w*$/i.test(key) && key !== 'default',
      );
      const contents = `import whole from '${name}'; export default whole; export const { ${exported} } = whole;`;
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: import.meta.dirname },
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'browser',
        logLevel: 'error',
      });
      return { body: outputFiles[0].text, type: 'js' };
    },
  };
}

/** Leaves the numbers of each browser in the file that TEST_COUNTS names, for the summary of scripts/test.mjs. */
function countReporter() {
  return {
    onTestRunFinished({ sessions }) {
      if (!process.env.TEST_COUNTS) return;
      const counts = {};
      for (const { browser, passed, testResults, errors } of sessions) {
        const count = (counts[browser.name] ??= { passed: 0, failed: 0 });
        const results = testsOf(testResults).filter((test) => !test.skipped);
        const failed = results.filter((test) => !test.passed).length;
        count.passed += results.length - failed;
        // A file that could not be loaded, or that failed outside its tests, is a failure of its own.
        count.failed += failed > 0 || (passed && errors.length === 0) ? failed : 1;
      }
      writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
    },
  };
}

function testsOf(suite) {
  return suite ? [...suite.tests, ...suite.suites.flatMap(testsOf)] : [];
}

export default {
  rootDir: import.meta.dirname,
  nodeResolve: true,
  groups,
  // Focus belongs to one page at a time.
  concurrency: 1,
  // Bounds for what has failed; none says how quick something must be: a machine may be busy with others' work.
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
  testFramework: { config: { timeout: 60_000 } },
  plugins: [
    commonJsPlugin(),
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
    visualPlugin(),
  ],
  reporters: [defaultReporter(), countReporter()],
  // Lit's development build warns of our mistakes; that it says so in every test helps nobody.
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  // `npx wtr --coverage`: Chromium's own, of the code that we ship.
  coverageConfig: { include: ['src/**', 'components/**'], reporters: ['lcovonly', 'text-summary'] },
};
