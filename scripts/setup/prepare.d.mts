export function generate(): Promise<void>;
export function checkPort(host: string, port: number): Promise<void>;
export function isAtLeast(found: readonly number[], wanted: readonly number[]): boolean;
