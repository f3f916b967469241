// Runs before each file of the `server` project; see tests/server/database.ts.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, inject } from 'vitest';
import { createDatabase, dropDatabase, withDatabase } from '@/scripts/setup/databases';

const adminUrl = inject('adminUrl');
const template = inject('template');
const database = `${template}_${crypto.randomUUID().slice(0, 8)}`;
await createDatabase(adminUrl, database, template);
const home = await mkdtemp(path.join(os.tmpdir(), 'quadrat-home-'));

process.env['DATABASE_URL'] = withDatabase(inject('applicationUrl'), database);
process.env['QUADRAT_HOME'] = home;
process.env['NEXTAUTH_SECRET'] = 'a secret of the tests, 32 characters or more';
process.env['NEXTAUTH_URL'] = 'http://127.0.0.1:3000';
process.env['QUADRAT_LOG_LEVEL'] ??= 'silent';

afterAll(async () => {
  // imported late: the module reads the settings made above
  const { db } = await import('@/lib/server/db/client');
  await db().$disconnect();
  await dropDatabase(adminUrl, database);
  await rm(home, { recursive: true, force: true });
});
