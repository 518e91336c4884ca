import type { BuildOptions } from 'esbuild';

export const inOneFile: BuildOptions & { metafile: true };
export function buildForPages(folder: string): Promise<void>;
export function integrity(file: string): string;
