import pg from 'pg';
import {
  assetsSql,
  chipsSql,
  eventsSql,
  helpersSql,
  issuesSql,
  jobsSql,
  labellingsSql,
  peopleSql,
  projectSql,
  proposalsSql,
  queueSql,
  versionsSql,
} from '@/bench/scale/rows';
import type { ScaleSize } from '@/bench/scale/rows';

export const A_MILLION: ScaleSize = { chips: 1_000_000, labelled: 150_000, waiting: 10_000 };

/** Ids of what a bench works with. */
export interface ScaleProject {
  projectId: string;
  owner: string;
  labelers: string[];
  reviewers: string[];
}

const SLUG = 'scale-1';

/** Triggers and foreign keys rest while rows come in, and long sorts get memory. For a superuser. */
const FAST = `SET session_replication_role = replica; SET synchronous_commit = off;
  SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'; SET jit = off`;

/**
 * Fills a migrated, empty database with one project of that size and three small ones beside it: by SQL alone, in a few
 * minutes for a million chips. The same numbers every time; labels follow no model of the world, only realistic counts. Connect
 * as a superuser. Pictures are not made: nothing that is measured on it opens one.
 */
export async function generateScale(
  url: string,
  size: ScaleSize,
  say: (line: string) => void,
): Promise<ScaleProject> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const began = performance.now();
  const run = async (what: string, sql: string): Promise<void> => {
    await client.query(sql);
    say(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`);
  };
  try {
    await client.query(FAST);
    await client.query(helpersSql());
    await run('people', peopleSql());
    const small = { chips: 2000, labelled: 300, waiting: 20 };
    for (const n of [2, 3, 4]) await fill(client, n, small, run);
    await fill(client, 1, size, run);
    await client.query('SET session_replication_role = DEFAULT');
    // without statistics the figures are worked out by loops in loops
    await run('first statistics', 'ANALYZE');
    for (const name of await rebuilders(client)) await run(name, `SELECT "${name}"()`);
    await run('statistics', 'VACUUM (ANALYZE)');
    return await whoIsThere(client);
  } finally {
    await client.end();
  }
}

/** What `generateScale` gave for a database that it filled before. */
export async function findScale(url: string): Promise<ScaleProject> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await whoIsThere(client);
  } finally {
    await client.end();
  }
}

async function whoIsThere(client: pg.Client): Promise<ScaleProject> {
  const ids = async (sql: string): Promise<string[]> =>
    (await client.query<{ id: string }>(sql)).rows.map((row) => row.id);
  const member = (role: string): Promise<string[]> =>
    ids(`SELECT m."userId" AS id FROM "Membership" m JOIN "Project" p ON p."id" = m."projectId"
      WHERE p."slug" = '${SLUG}' AND m."role" = '${role}' ORDER BY 1`);
  const [projectId] = await ids(`SELECT "id" FROM "Project" WHERE "slug" = '${SLUG}'`);
  const [owner] = await ids('SELECT "id" FROM "User" WHERE "isOwner"');
  if (projectId === undefined || owner === undefined) {
    throw new Error('This database was not made by bench/scale/generate.ts.');
  }
  return {
    projectId,
    owner,
    labelers: await member('LABELER'),
    reviewers: await member('REVIEWER'),
  };
}

/** The functions that make the stored figures anew: triggers kept none of them while rows came in. */
async function rebuilders(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ proname: string }>(
    `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'rebuild\\_%' ORDER BY 1`,
  );
  return rows.map((row) => row.proname);
}

/** How many rows and label changes the database holds. */
export async function countScale(
  url: string,
): Promise<Record<'chips' | 'events' | 'changes', number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ chips: string; events: string; changes: string }>(
      `SELECT (SELECT count(*) FROM "Chip") AS chips, (SELECT count(*) FROM "LabelEvent") AS events,
        (SELECT ${CHANGES} FROM "LabelEvent") AS changes`,
    );
    const [row] = rows;
    return {
      chips: Number(row?.chips),
      events: Number(row?.events),
      changes: Number(row?.changes),
    };
  } finally {
    await client.end();
  }
}

/** Label changes within the events. */
const CHANGES = `coalesce(sum(cardinality("cells")), 0)`;

/** The rows of project `n`; the first one's people are in all of them. */
async function fill(
  client: pg.Client,
  n: number,
  size: ScaleSize,
  step: (what: string, sql: string) => Promise<void>,
): Promise<void> {
  const project = `pg_temp.uid(1, ${String(n)})`;
  // numbers of project n begin here, so that no two projects share an id
  const from = String(n === 1 ? 0 : 10_000_000 * n);
  const { chips, labelled, waiting } = size;
  const [begun, returned] = [Math.round(labelled / 150), Math.round(labelled / 150)];
  const confirmed = labelled - waiting - begun - returned;
  await step('project', projectSql(n, project));
  await step('assets', assetsSql(project, from, chips));
  await withoutIndexes(client, 'Chip', () =>
    step('chips', chipsSql(project, from, { ...size, begun, returned, confirmed })),
  );
  await step('labellings', labellingsSql(from, { labelled, confirmed, waiting, returned }));
  await step('snapshots and versions', versionsSql(n, project, confirmed));
  await withoutIndexes(client, 'LabelEvent', () => step('label events', eventsSql(n, from)));
  await step('proposals', proposalsSql(n, from, { confirmed, waiting, chips }));
  await step('queue', queueSql(n, project, from, { labelled, chips }));
  await step('jobs', jobsSql(n, project, from, chips));
  await step('label issues', issuesSql(n, project, from, labelled));
}

/** Builds a table's indexes once its rows are in; the primary key stays. */
async function withoutIndexes(
  client: pg.Client,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS sql
     FROM pg_index WHERE indrelid = '"${table}"'::regclass AND NOT indisprimary`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await work();
  for (const { sql } of rows) await client.query(sql);
}
