import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// not UTC and not a whole number of hours: what forgets a time zone fails here
process.env['TZ'] = 'Australia/Eucla';

const alias = { '@': path.resolve(import.meta.dirname) };
const TESTS = '{app,cli,components,lib,scripts,tests}/**';

/** For what hangs only: on two cores that others share, a test of two seconds takes ten. */
const LONGEST = { testTimeout: 60_000, hookTimeout: 60_000 };

/** Vitest leaves a core free, which of two is half. */
const WORKERS = availableParallelism();

export default defineConfig({
  test: {
    reporters: process.env['QUADRAT_TEST_JSON']
      ? ['default', ['json', { outputFile: process.env['QUADRAT_TEST_JSON'] }]]
      : ['default'],
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          maxWorkers: WORKERS,
          include: [`${TESTS}/*.test.{ts,tsx}`],
          exclude: ['**/*.server.test.ts', '**/node_modules/**'],
          setupFiles: ['tests/setup/console.ts'],
          ...LONGEST,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'server',
          // more than cores: each waits for its database now and then
          maxWorkers: WORKERS + 1,
          include: [`${TESTS}/*.server.test.ts`],
          globalSetup: ['tests/server/database.ts'],
          setupFiles: ['tests/server/setup.ts', 'tests/setup/console.ts'],
          ...LONGEST,
          pool: 'forks',
        },
      },
    ],
  },
});
