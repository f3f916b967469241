// Databases that are made for a run of tests or benches and dropped after it, on a server that is there.
import { withSession } from '@/lib/server/db/session';

/** `url` with another database name. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Makes a database on the server of `url`, empty or as a copy of `template`. Returns its own url. */
export async function createDatabase(
  url: string,
  database: string,
  template?: string,
): Promise<string> {
  const as = template === undefined ? '' : ` TEMPLATE ${template}`;
  await runSql(url, `CREATE DATABASE ${database}${as}`);
  return withDatabase(url, database);
}

/** Drops it, whoever is still connected. */
export async function dropDatabase(url: string, database: string): Promise<void> {
  await runSql(url, `DROP DATABASE ${database} WITH (FORCE)`);
}

/** Runs SQL without parameters on a connection of its own. */
export async function runSql(url: string, sql: string): Promise<void> {
  await withSession(url, (client) => client.query(sql));
}
