import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import regexp from 'eslint-plugin-regexp';
import ts from 'typescript-eslint';

/**
 * The floors of the house, top first (docs/architecture.md). A floor imports from itself and from the floors
 * below it, never upwards. Floors of one row do not know each other.
 */
const floors = [
  ['components', 'demo'],
  ['src/ua'],
  ['src/call'],
  ['src/media', 'src/dialog'],
  ['src/transaction'],
  ['src/transport', 'src/auth'],
  ['src/message'],
  ['src/grammar'],
];

const zones = floors
  .flatMap((row, level) =>
    row.map((floor) => ({
      target: `./${floor}`,
      from: [...floors.slice(0, level).flat(), ...row.filter((neighbour) => neighbour !== floor)]
        // The demo site is built from the elements: it stands on the roof.
        .filter((forbidden) => !(floor === 'demo' && forbidden === 'components'))
        .map((forbidden) => `./${forbidden}`),
      message: `${floor} must not know a floor above or beside it (docs/architecture.md).`,
    })),
  )
  .filter((zone) => zone.from.length > 0);

// What runs on a site's own server is no part of the house, and loads nothing of it.
for (const part of ['src', 'components', 'demo']) {
  zones.push({
    target: './server',
    from: [`./${part}`],
    message: 'server stands alone (docs/architecture.md).',
  });
  if (part !== 'demo')
    zones.push({ target: `./${part}`, from: ['./server'], message: `${part} runs in browsers.` });
}

export default ts.config(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**', '.cache/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.mjs', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver': { node: { extensions: ['.ts', '.mjs', '.js'] } },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**', 'components/**', 'server/**'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**', 'components/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'WebSocket',
          'RTCPeerConnection',
          'crypto',
        ].map((name) => ({ name, message: 'The outside world comes in through src/platform.ts.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use src/platform.ts.' },
        { object: 'Date', property: 'now', message: 'Use platform.now() of src/platform.ts.' },
      ],
    },
  },
  {
    // What runs over the text of a peer runs in linear time.
    files: ['src/**', 'components/**', 'server/**', 'demo/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['src/platform.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
  },
  { files: ['scripts/**', 'demo/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'Request',
          'Response',
          'Buffer',
          'AbortSignal',
          'AbortController',
          'document',
          'window',
          'navigator',
        ].map((g) => [g, 'readonly']),
      ),
    },
  },
);
