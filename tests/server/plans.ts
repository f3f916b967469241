import pg from 'pg';
import { vi } from 'vitest';
import { z } from 'zod';

/** One step of a plan, with what it read when the statement ran again. */
export interface PlanStep {
  sql: string;
  /** "Seq Scan", "Index Scan", "Sort" ... */
  kind: string;
  /** the table that it reads, where it reads one */
  table: string | null;
  /** rows that it looked at, all its loops together: those that it gave and those that it dropped */
  rows: number;
}

interface Statement {
  text: string;
  values: unknown[];
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number | undefined;
  'Rows Removed by Index Recheck'?: number | undefined;
  'Rows Removed by Join Filter'?: number | undefined;
  Plans?: PlanNode[] | undefined;
}
const PlanNode: z.ZodType<PlanNode> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().optional(),
  'Rows Removed by Index Recheck': z.number().optional(),
  'Rows Removed by Join Filter': z.number().optional(),
  Plans: z.array(z.lazy(() => PlanNode)).optional(),
});
const Explained = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: PlanNode })) }));

/**
 * What the database does for all statements that `work` sends: each is explained afterwards as it was sent, values included, in a
 * transaction that is rolled back. Fill the tables and ANALYZE them before.
 */
export async function plansOf(work: () => Promise<unknown>): Promise<PlanStep[]> {
  const statements = await statementsOf(work);
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  try {
    const steps: PlanStep[] = [];
    for (const { text, values } of statements) {
      await client.query('BEGIN');
      const explain = `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`;
      const { rows } = await client.query(explain, values);
      await client.query('ROLLBACK');
      for (const row of Explained.parse(rows)) {
        for (const { Plan } of row['QUERY PLAN']) steps.push(...stepsOf(Plan, text));
      }
    }
    return steps;
  } finally {
    await client.end();
  }
}

/** What one transaction of these statements reads of each table, with all that their triggers and functions do; it is rolled back. */
export async function readsOf(
  statements: readonly { text: string; values: unknown[] }[],
): Promise<{ table: string; scans: number; rows: number }[]> {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const { text, values } of statements) await client.query(text, values);
    const { rows } = await client.query<{ table: string; scans: number; rows: number }>(
      `SELECT relname AS "table", seq_scan::int AS "scans", coalesce(idx_tup_fetch, 0)::int AS "rows"
       FROM pg_stat_xact_user_tables WHERE seq_scan > 0 OR idx_tup_fetch > 0 ORDER BY 1`,
    );
    await client.query('ROLLBACK');
    return rows;
  } finally {
    await client.end();
  }
}

/** The steps that read more than `most` rows, or one of the tables `never` from end to end, in words. */
export function costly(
  steps: readonly PlanStep[],
  { most, never }: { most: number; never: readonly string[] },
): string[] {
  return steps.flatMap(({ kind, table, rows, sql }) => {
    const whole = kind.endsWith('Seq Scan') && table !== null && never.includes(table);
    if (!whole && rows <= most) return [];
    return [
      `${kind} ${table ?? ''}: ${String(rows)} rows in ${sql.replaceAll(/\s+/g, ' ').trim()}`,
    ];
  });
}

async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const send = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    for (const [first, second] of send.mock.calls as unknown[][]) {
      const given = typeof first === 'string' ? { text: first } : (first as Partial<Statement>);
      const values = Array.isArray(second) ? (second as unknown[]) : (given.values ?? []);
      if (/^\s*(SELECT|WITH|INSERT|UPDATE|DELETE|\()/i.test(given.text ?? '')) {
        statements.push({ text: given.text ?? '', values });
      }
    }
  } finally {
    send.mockRestore();
  }
  if (statements.length === 0) throw new Error('no statement was sent');
  return statements;
}

function stepsOf(node: PlanNode, sql: string): PlanStep[] {
  const each =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0);
  return [
    {
      sql,
      kind: node['Node Type'],
      table: node['Relation Name'] ?? null,
      rows: Math.round(each * node['Actual Loops']),
    },
    ...(node.Plans ?? []).flatMap((inner) => stepsOf(inner, sql)),
  ];
}
