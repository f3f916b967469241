import type { SpawnOptions } from 'node:child_process';

export function say(name: string, text: string): void;
export class SetupError extends Error {}
export function run(
  name: string,
  command: string,
  args: readonly string[],
  options?: SpawnOptions,
): Promise<string>;
export function step<T>(name: string, what: string, work: () => Promise<T>): Promise<T>;
