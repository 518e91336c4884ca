/** What each way to use the project weighs, and the gates of docs/architecture.md for it. */
import { bundle, gzipSize, shippedOneFile, totalSize, type Bundle } from './bundle.ts';
import type { Row, Section } from './report.ts';

/** A way to use the project, what it may weigh and what it should, in KB (1,000 bytes). */
export interface Measured {
  what: string;
  /** Bytes. */
  size: number;
  gate: number;
  /** Whether CI fails where the gate does: set as soon as the gate holds, so that it goes on to. */
  enforced: boolean;
  goal?: number;
}

/** What is measured: what a page imports, and whether only what loads at once counts. */
export const ENTRIES = {
  launcher: {
    what: 'a page with a call button, before intent',
    code: "import '../components/define/sip-call-button.ts';",
    gate: 12,
    enforced: false,
    goal: 9,
    initial: true,
  },
  agent: {
    what: 'the small agent: register and call',
    code: `export { Agent } from '../src/ua/agent.ts';
      export { WebSocketInterface } from '../src/transport/websocket-interface.ts';`,
    gate: 30,
    enforced: true,
    goal: 24,
    initial: false,
  },
  all: {
    what: 'all of the core',
    code: "export * from '../src/index.ts'; export { default } from '../src/index.ts';",
    gate: 58,
    enforced: true,
    goal: 32,
    initial: false,
  },
} as const;

/** What is measured as it is shipped. */
export const ONE_FILE = {
  what: 'everything in one file: all elements, the core under them, one language',
  gate: 90,
  enforced: true,
};

/** The same of the peers. Neither can be had in parts: JsSIP is CommonJS, and SIP.js hangs together. */
export const PEERS = {
  jssip: "export { UA, WebSocketInterface } from 'jssip';",
  sip: "export { UserAgent, Registerer, Inviter } from 'sip.js';",
};

/** Bundles the ways to use the project and weighs them. */
export async function measureSizes(): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { what, code, gate, enforced, goal, initial } of Object.values(ENTRIES)) {
    const made = await bundle(code, initial);
    const size = initial ? initialSize(made) : totalSize(made);
    measured.push({ what, size, gate, enforced, goal });
  }
  measured.push({ ...ONE_FILE, size: totalSize(await shippedOneFile()) });
  return measured;
}

/** The group `sizes`. */
export async function sizes(): Promise<Section> {
  const jssip = totalSize(await bundle(PEERS.jssip)) / 1000;
  const sip = totalSize(await bundle(PEERS.sip)) / 1000;
  const rows = (await measureSizes()).map(({ what, size, gate, goal }, index): Row => {
    const isCore = index === 1 || index === 2;
    return {
      what,
      unit: 'KB',
      ours: size / 1000,
      ...(isCore ? { jssip, sip } : {}),
      budget: { gate, goal },
    };
  });
  return {
    title: 'Sizes',
    asks: 'What a page downloads for each way to use the project.',
    how: 'esbuild --bundle --minify --format=esm --target=es2022, gzip -9, lazy chunks included; of the call button only what loads before intent, ReactiveElement of Lit and English included. The peers: `UA`, `WebSocketInterface` of JsSIP; `UserAgent`, `Registerer`, `Inviter` of SIP.js.',
    rows,
  };
}

/** The files that a page loads before intent: the entry, what it imports statically, and its language. */
export function initialFiles({ files, metafile }: Bundle): Bundle['files'] {
  const initial = new Set<string>();
  const add = (name: string): void => {
    if (initial.has(name)) return;
    initial.add(name);
    for (const { path, kind } of metafile.outputs[name]?.imports ?? []) {
      if (kind === 'import-statement') add(path);
    }
  };
  add('stdin.js');
  const hasEnglish = (name: string) =>
    Object.keys(metafile.outputs[name]?.inputs ?? {}).includes('components/locales/button/en.ts');
  return files.filter(({ name }) => initial.has(name) || hasEnglish(name));
}

function initialSize(made: Bundle): number {
  return initialFiles(made).reduce((sum, { contents }) => sum + gzipSize(contents), 0);
}
