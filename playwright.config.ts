import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/setup/chromium.mjs';

// The journeys run against an instance that is up already: scripts/test.mjs starts one on a temporary QUADRAT_HOME.
// By hand: QUADRAT_URL=http://127.0.0.1:3000 QUADRAT_FIRST_PASSWORD=... npx playwright test
const chromium = findChromium();

/** Journeys that change the demo project, or need its model or the runner; in the order of their names: demo looks at a first start, training deploys another version. */
const DEMO = ['**/{demo,live,queue,questions,threshold,training}.spec.ts'];
/** Journeys that end the server on the way: nothing else may run beside them. */
const ALONE = ['**/{away,conflict,offline}.spec.ts'];

export default defineConfig({
  testDir: 'playwright',
  testMatch: '**/*.spec.ts',
  // each file in order: two at a time in projects of their own, one in the demo project, which has the one runner
  workers: 3,
  fullyParallel: false,
  projects: [
    { name: 'people', testMatch: 'people.setup.ts' },
    { name: 'demo', testMatch: DEMO, dependencies: ['people'], workers: 1 },
    { name: 'own projects', testIgnore: [...DEMO, ...ALONE], dependencies: ['people'], workers: 2 },
    { name: 'restarts', testMatch: ALONE, dependencies: ['own projects', 'demo'], workers: 1 },
  ],
  forbidOnly: true,
  retries: 0,
  // for what hangs only: a page is slow where others use the cores
  timeout: 300_000,
  expect: { timeout: 60_000 },
  outputDir: 'test-results',
  reporter: process.env['QUADRAT_TEST_JSON']
    ? [['list'], ['json', { outputFile: process.env['QUADRAT_TEST_JSON'] }]]
    : [['list']],
  use: {
    baseURL: process.env['QUADRAT_URL'] ?? 'http://127.0.0.1:3000',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // a trace costs a third of a journey's time; `--trace on` records one
    trace: 'off',
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
