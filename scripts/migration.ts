// Makes a migration folder: `DATABASE_URL=<any PostgreSQL that answers> npx tsx scripts/migration.ts new <name> [--since <git revision>]`.
// The SQL leads from prisma/schema.prisma as committed (HEAD by default, an empty database when there is no migration
// yet) to prisma/schema.prisma as it lies there. Read it, add what Prisma cannot say (checks, triggers, partial
// indexes), commit schema and folder together. lib/server/db/migrations.server.test.ts proves that both agree.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { instant } from '@/lib/core/clock';
import { diffSchemas } from './setup/schema-engine';

const SCHEMA = 'prisma/schema.prisma';
const MIGRATIONS = 'prisma/migrations';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { since: { type: 'string', default: 'HEAD' } },
});
const [command, name] = positionals;
const url = process.env['DATABASE_URL'];
if (command !== 'new' || !/^[a-z0-9_]+$/.test(name ?? '') || !url) {
  console.error(
    'Usage: DATABASE_URL=... npx tsx scripts/migration.ts new <name_in_snake_case> [--since <revision>]',
  );
  process.exit(2);
}

const hasMigrations = readdirSync(MIGRATIONS, { withFileTypes: true }).some((e) => e.isDirectory());
const before = hasMigrations
  ? execFileSync('git', ['show', `${values.since}:${SCHEMA}`], { encoding: 'utf8' })
  : null;
const sql = await diffSchemas(before, readFileSync(SCHEMA, 'utf8'), url);
if (sql.includes('This is an empty migration')) {
  console.error(`${SCHEMA} is the same as at ${values.since}: nothing to migrate.`);
  process.exit(1);
}
const stamp = instant().toISOString().replaceAll(/\D/g, '').slice(0, 14);
const folder = path.join(MIGRATIONS, `${stamp}_${name ?? ''}`);
mkdirSync(folder);
writeFileSync(path.join(folder, 'migration.sql'), sql);
console.log(`Wrote ${folder}/migration.sql. Read it before you commit it.`);
