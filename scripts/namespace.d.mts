/** The command line that runs `command` in a network namespace of its own; see namespace.mjs. */
export function inNamespace(command: string[]): string[];
