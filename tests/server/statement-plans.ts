import pg from 'pg';

/** One step of a statement's plan, as PostgreSQL ran it. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** A statement that `work` ran, and how. */
export interface StatementPlan {
  sql: string;
  /** tables that were read row by row */
  scanned: string[];
  /** most rows that one step read, those that it dropped included */
  rows: number;
}

interface Statement {
  text: string;
  values: unknown[];
}

/**
 * Runs `work` and gives the plan of every SELECT that it sent to the database, run once more with the same values (EXPLAIN
 * ANALYZE, in a transaction that is undone). Statements are caught at the driver, so code under test needs no hook.
 */
export async function plansOf(url: string, work: () => Promise<unknown>): Promise<StatementPlan[]> {
  const statements = await caught(work);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const plans: StatementPlan[] = [];
    for (const { text, values } of statements.filter(isSelect)) {
      await client.query('BEGIN');
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      );
      await client.query('ROLLBACK');
      const nodes = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => [...all(Plan)]));
      plans.push({
        sql: text.replaceAll(/\s+/g, ' ').trim(),
        scanned: nodes
          .filter((node) => node['Node Type'] === 'Seq Scan')
          .map((node) => node['Relation Name'] ?? ''),
        rows: Math.max(0, ...nodes.map(rowsOf)),
      });
    }
    return plans;
  } finally {
    await client.end();
  }
}

function isSelect({ text }: Statement): boolean {
  return (
    /^\s*\(?\s*(SELECT|WITH)\b/i.test(text) && !/\bFOR UPDATE\b|pg_advisory|INSERT INTO/i.test(text)
  );
}

async function caught(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const [first, second] = args;
    if (typeof first === 'string') {
      statements.push({ text: first, values: Array.isArray(second) ? second : [] });
    } else if (typeof first === 'object' && first !== null && 'text' in first) {
      const { text, values = second } = first as { text: string; values?: unknown };
      statements.push({ text, values: Array.isArray(values) ? values : [] });
    }
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements;
}

function* all(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* all(child);
}

function rowsOf(node: PlanNode): number {
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}
