/** The package as scripts/package.mjs has packed and installed it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = process.env['PACKED'];
if (!folder)
  throw new Error('PACKED: the folder of scripts/package.mjs; `node scripts/test.mjs package` makes it');

const project = path.join(folder, 'project');
const installed = path.join(project, 'node_modules', 'sip-elements');
const { version } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as {
  version: string;
};

/** Where it is, and which it is. */
export const packed = {
  version,
  /** A copy of the source that was packed, with its build. */
  source: path.join(folder, 'source'),
  /** An empty project in which it is installed. */
  project,
  /** The files of the package itself. */
  installed,
  readme: path.join(installed, 'README.md'),
} as const;
