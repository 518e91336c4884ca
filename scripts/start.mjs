/**
 * Runs a TypeScript program of this project, from a fresh clone too: `node scripts/start.mjs <program> [argument …]`.
 * `npm start` runs the demo site with its embedded SIP server so.
 */
import { spawn } from 'node:child_process';
import { environment, installDependencies, node, root } from './setup.mjs';

installDependencies();
const program = spawn(node, process.argv.slice(2), { cwd: root, env: environment, stdio: 'inherit' });
// Ctrl+C reaches the program by itself; we only outlive it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => program.kill());
program.on('exit', (code) => process.exit(code ?? 0));
