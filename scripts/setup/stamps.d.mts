export function hashOf(paths: readonly string[], words?: readonly string[]): Promise<string>;
export function once(file: string, hash: string, work: () => Promise<void>): Promise<void>;
export function withLock(file: string, work: () => Promise<void>): Promise<void>;
export function take(file: string): Promise<boolean>;
export function isAlive(pid: number): boolean;
