import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { diffSchemas } from '@/scripts/setup/schema-engine';
import { runSql, withDatabase } from '@/tests/server/database';

/** What the hand-written migrations add and the Prisma schema cannot say. */
const EXTRAS = [
  'check ChipProposal_source',
  'check ChipSkip_reason',
  'check JobLog_level',
  'check LabelEvent_changes_whole',
  'check Labelling_source',
  'check Labelling_user_by_kind',
  'check Project_chip_format',
  'check Project_control_share',
  'check Project_grid_not_empty',
  'check Project_one_cell_size',
  'index ChipScore_open_uncertainty',
  'index Chip_open_centre',
  'index Chip_open_number',
  'index Job_one_training',
  'index Labelling_one_consensus',
  'index Labelling_one_per_person',
  'index Labelling_open',
  'index ModelVersion_base_once',
  'index ModelVersion_one_champion',
  'index WaitingChip_order',
  'trigger ChipScore_open',
  'trigger Chip_confirmed_delete',
  'trigger Chip_confirmed_insert',
  'trigger Chip_confirmed_update',
  'trigger Chip_counted_delete',
  'trigger Chip_counted_insert',
  'trigger Chip_counted_update',
  'trigger Chip_open_scores',
  'trigger Chip_status_insert',
  'trigger Chip_status_update',
  'trigger LabelEvent_append_only',
  'trigger LabelEvent_no_truncate',
  'trigger LabelEvent_work',
  'trigger Labelling_consensus_insert',
  'trigger Labelling_consensus_update',
  'view LabelChange',
];

/** Every table, column, enum, key, index and trigger of the schema "public", one line each. */
const CATALOGUE = `
  SELECT 'column ' || c.table_name || '.' || c.column_name AS name,
         concat_ws(' ', c.udt_name, c.datetime_precision, c.is_nullable, c.column_default) AS definition
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
  UNION ALL
  SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
  UNION ALL
  SELECT 'enum ' || t.typname || ' ' || e.enumsortorder, e.enumlabel
    FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
  UNION ALL
  SELECT CASE contype WHEN 'c' THEN 'check ' ELSE 'key ' END || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u')
  UNION ALL
  SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal`;

const adminUrl = inject('adminUrl');
const fromSchema = `${inject('template')}_schema`;

beforeAll(async () => {
  await runSql(adminUrl, `CREATE DATABASE ${fromSchema}`);
});
afterAll(async () => {
  await runSql(adminUrl, `DROP DATABASE ${fromSchema} WITH (FORCE)`);
});

test('the migrations make what the schema says, and the rules that it cannot say', async () => {
  const schema = await readFile('prisma/schema.prisma', 'utf8');
  const url = withDatabase(adminUrl, fromSchema);
  await runSql(url, await diffSchemas(null, schema, url));

  const wanted = await catalogue(url);
  const migrated = await catalogue(process.env['DATABASE_URL'] ?? '');
  const extras = [...migrated.keys()].filter((name) => !wanted.has(name));

  expect(wanted.size).toBeGreaterThan(150);
  expect(extras.sort()).toEqual(EXTRAS);
  for (const name of extras) migrated.delete(name);
  expect(Object.fromEntries(migrated)).toEqual(Object.fromEntries(wanted));
});

async function catalogue(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; definition: string }>(CATALOGUE);
    const ours = rows.filter((r) => !r.name.includes('_prisma_migrations'));
    return new Map(ours.map((r) => [r.name, r.definition]));
  } finally {
    await client.end();
  }
}
