import type { Plugin } from 'esbuild';

export const minifyStyles: Plugin;
