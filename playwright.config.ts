import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// The journeys run against an instance that is up already: scripts/test.mjs starts one on a temporary QUADRAT_HOME.
// By hand: QUADRAT_URL=http://127.0.0.1:3000 QUADRAT_FIRST_PASSWORD=... npx playwright test
const chromium = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((file) => file !== undefined && existsSync(file));

/** Journeys that change the demo project, or need its model or the runner. */
const DEMO = ['**/{live,loop,queue}.spec.ts'];
/** Journeys that change a setting of the demo project: the others there come after them. */
const DEMO_SETTINGS = ['**/threshold.spec.ts'];
/** Journeys that end the server on the way: nothing else may run beside them. */
const ALONE = ['**/{conflict,offline}.spec.ts'];

export default defineConfig({
  testDir: 'playwright',
  testMatch: '**/*.spec.ts',
  // two at a time, each file in order: one in projects of its own, one in the demo project, which has the one runner
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'people', testMatch: 'people.setup.ts' },
    {
      name: 'own projects',
      testIgnore: [...DEMO, ...DEMO_SETTINGS, ...ALONE],
      dependencies: ['people'],
    },
    { name: 'demo settings', testMatch: DEMO_SETTINGS, dependencies: ['people'] },
    { name: 'demo', testMatch: DEMO, dependencies: ['demo settings'], workers: 1 },
    { name: 'restarts', testMatch: ALONE, dependencies: ['own projects', 'demo'], workers: 1 },
  ],
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  // for what hangs only: a page is slow where others use the cores
  expect: { timeout: 30_000 },
  outputDir: 'test-results',
  reporter: process.env['QUADRAT_TEST_JSON']
    ? [['list'], ['json', { outputFile: process.env['QUADRAT_TEST_JSON'] }]]
    : [['list']],
  use: {
    baseURL: process.env['QUADRAT_URL'] ?? 'http://127.0.0.1:3000',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
