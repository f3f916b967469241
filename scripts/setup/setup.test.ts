import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkPort, isAtLeast } from './prepare.mjs';
import { hashOf, once, take } from './stamps.mjs';
import { readable } from './supervise';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-setup-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test.each([
  [[20, 19, 0], [20, 19], true],
  [[20, 20, 2], [20, 19], true],
  [[20, 18, 9], [20, 19], false],
  [[3, 9], [3, 10], false],
  [[3, 10], [3, 10], true],
  [[24], [20, 19], true],
])('version %j is at least %j: %s', (found, wanted, expected) => {
  expect(isAtLeast(found, wanted)).toBe(expected);
});

test('a taken port is an error that names the port and the variable', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(checkPort('127.0.0.1', port)).rejects.toThrow(
    new RegExp(`Port ${String(port)} is in use.*PORT=${String(port + 1)} npm start`),
  );
  await new Promise((resolve) => other.close(resolve));
  await checkPort('127.0.0.1', port);
});

describe('steps that remember their inputs', () => {
  test('a step runs once for one content, again for another, and again after a failure', async () => {
    const input = path.join(folder, 'input');
    const stamp = path.join(folder, 'deep', 'stamp');
    let runs = 0;
    const doIt = async (content: string, work = () => Promise.resolve()): Promise<void> => {
      await writeFile(input, content);
      await once(stamp, await hashOf([input]), () => {
        runs += 1;
        return work();
      });
    };
    await doIt('a');
    await doIt('a');
    expect(runs).toBe(1);
    await expect(doIt('b', () => Promise.reject(new Error('no space')))).rejects.toThrow(
      'no space',
    );
    await doIt('b');
    expect(runs).toBe(3);
    await doIt('a');
    expect(runs).toBe(4);
  });

  test('of two at once one works and the other waits', async () => {
    const stamp = path.join(folder, 'stamp');
    let inside = 0;
    let runs = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      runs += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => once(stamp, 'hash', work)));
    expect(runs).toBe(1);
  });

  test("a dead process's lock is taken over, a living one's is not", async () => {
    const lock = path.join(folder, 'lock');
    await writeFile(lock, '4194305');
    expect(await take(lock)).toBe(true);
    expect(await readFile(lock, 'utf8')).toBe(String(process.pid));
    expect(await take(lock)).toBe(false);
  });
});

describe("a service's line", () => {
  test.each([
    ['plain words  ', 'plain words'],
    ['{not json', '{not json'],
    ['{"level":30,"time":1,"msg":"cut","chips":64,"asset":"a.tif"}', 'cut chips=64 asset=a.tif'],
    [
      '{"level":50,"msg":"failed","err":{"message":"no","stack":"Error: no\\n  at x"}}',
      'error: failed\nError: no\n  at x',
    ],
  ])('%s', (line, shown) => {
    expect(readable(line)).toBe(shown);
  });
});
