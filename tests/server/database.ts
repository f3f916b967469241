// Server tests run against a real PostgreSQL: files named *.server.test.ts beside the code, project `server`.
//   QUADRAT_TEST_DATABASE_URL=postgresql://postgres@127.0.0.1:5432/postgres npx vitest run --project server <path>
// Without that variable an embedded server is started in a temporary folder (a second or two).
// - This file runs once: it migrates a template database.
// - tests/server/setup.ts runs for every test file: it copies the template to a database of the file's own, makes an
//   empty QUADRAT_HOME, and sets DATABASE_URL (as the application's role, which owns nothing: tests/server/owner.ts has the owner),
//   QUADRAT_HOME and NEXTAUTH_SECRET before anything is imported. So `db()`,
//   `env()` and `putObject()` just work; tests of one file share the database, files share nothing.
// - tests/server/factories.ts makes real rows and objects: createUser, createProject, createChips ...
// - Time zone is Australia/Eucla (UTC+8:45); console.error and console.warn fail a test (tests/setup/console.ts).
// - Tests that need the trainer's Python environment find it by QUADRAT_TEST_VENV (default .quadrat/venv).
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { newSecret } from '@/lib/core/ids';
import { applicationAccess } from '@/lib/server/db/application-role';
import { startEmbedded } from '@/lib/server/db/embedded';
import { migrate } from '@/lib/server/db/migrate';
import { createDatabase, dropDatabase, runSql } from '@/scripts/setup/databases';

declare module 'vitest' {
  interface ProvidedContext {
    /** the server's maintenance database */
    adminUrl: string;
    /** name of the migrated database to copy */
    template: string;
    /** the template as the application's role, which owns nothing (lib/server/db/application-role.ts) */
    applicationUrl: string;
  }
}

/** Vitest's global setup: returns the teardown. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['QUADRAT_TEST_DATABASE_URL'];
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startTemporary();
  const template = `quadrat_test_${String(process.pid)}_${crypto.randomUUID().slice(0, 8)}`;
  const url = await createDatabase(server.url, template);
  await migrate(url);
  const name = `${template}_app`;
  const role = await applicationAccess(url, { password: newSecret(), name });
  project.provide('adminUrl', server.url);
  project.provide('template', template);
  project.provide('applicationUrl', role.url);
  return async () => {
    await dropDatabase(server.url, template);
    await runSql(server.url, `DROP ROLE ${name}`);
    await server.stop();
  };
}

async function startTemporary(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-test-'));
  const server = await startEmbedded(folder, {
    onLog: () => undefined,
    // nothing here has to survive a power cut
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
