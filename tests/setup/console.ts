// A warning or an error on the console fails the test that caused it. A test that expects one takes it:
//   expect(takeConsole()).toEqual([expect.stringContaining("...")])
import { afterEach, beforeEach, expect, vi } from 'vitest';

let said: string[] = [];

beforeEach(() => {
  said = [];
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      said.push(`console.${level}: ${parts.map(String).join(' ')}`);
    });
  }
});

afterEach(() => {
  const unexpected = said;
  said = [];
  vi.restoreAllMocks();
  expect(unexpected, 'nothing on the console').toEqual([]);
});

/** Takes what was said on the console since the test began, so that it does not fail the test. */
export function takeConsole(): string[] {
  return said.splice(0);
}
