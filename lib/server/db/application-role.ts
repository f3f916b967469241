import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { withSession } from '@/lib/server/db/session';

/** Prisma's own key, as in migrate.ts: rights are given while no migration runs. */
const LOCK = 72_707_369;

/** As whom the application connects. */
export interface ApplicationAccess {
  url: string;
  /** why it connects as the owner of the tables after all, and what is to be done; null: it does not */
  why: string | null;
}

/**
 * The address under which the application works with the database of `ownerUrl`: a role of its own, which owns nothing and can
 * neither change nor delete what is only ever appended (docs/decisions/0046). The role is made where it is missing, gets `password`
 * and its rights on all tables as they are now: call it after migrate(). `given`: the address of a role that somebody else has made.
 */
export async function applicationAccess(
  ownerUrl: string,
  { password, given, name }: { password: string; given?: string | undefined; name?: string },
): Promise<ApplicationAccess> {
  return await withSession(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const { rows } = await client.query<Owner>(
      `SELECT current_database() AS "database", current_user AS "user", rolsuper OR rolcreaterole AS "mayCreate"
       FROM pg_roles WHERE rolname = current_user`,
    );
    const owner = rows[0];
    if (!owner) throw new Error('The database does not know the role that is connected to it.');
    if (given !== undefined) {
      const role = decodeURIComponent(new URL(given).username);
      if (role === owner.user) throw new Error(SAME);
      await grant(client, role);
      return { url: given, why: null };
    }
    const role = name ?? `${owner.database}_app`.slice(0, 63);
    if (!(await settleRole(client, role, owner, password))) {
      return { url: ownerUrl, why: MISSING(role, owner) };
    }
    await grant(client, role);
    const url = new URL(ownerUrl);
    url.username = encodeURIComponent(role);
    url.password = encodeURIComponent(password);
    return { url: url.href, why: null };
  });
}

interface Owner {
  database: string;
  user: string;
  mayCreate: boolean;
}

const SAME =
  'QUADRAT_APP_DATABASE_URL names the role of DATABASE_URL: it must be another one, which owns nothing (README.md).';

const MISSING = (role: string, { database, user }: Owner): string =>
  `The application connects as "${user}", who owns the tables and could change the audit: "${user}" may not make a role. Let an administrator of the server run: CREATE ROLE "${role}" LOGIN PASSWORD '...'; and set QUADRAT_APP_DATABASE_URL to the address of "${database}" with this role. Then start Quadrat again: it gives the role its rights.`;

/** Makes the role, or sets its password; false where the owner may not. */
async function settleRole(
  client: pg.Client,
  role: string,
  { mayCreate }: Owner,
  password: string,
): Promise<boolean> {
  if (!mayCreate) return false;
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const attributes = `LOGIN PASSWORD ${client.escapeLiteral(verifierOf(password))}`;
  const act = rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${act} ROLE ${client.escapeIdentifier(role)} ${attributes}`);
  return true;
}

/** The password as PostgreSQL keeps it (SCRAM, RFC 5803): the password itself comes into no log of the server. */
function verifierOf(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const keyOf = (word: string): Buffer => createHmac('sha256', salted).update(word).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}

/** Tables of which the application may not do all: what it may. What leaves with another row does so by its foreign key. */
export const LIMITED_TABLES: Readonly<Record<string, string>> = {
  _prisma_migrations: 'SELECT',
  // written by triggers and audit_note
  AuditEvent: 'SELECT',
  // the history of labels: appended, and gone only with its chip, which is a line of the audit
  LabelEvent: 'SELECT, INSERT',
  Labelling: 'SELECT, INSERT, UPDATE',
  // who was let in without an account, by what: they end, and stay
  LabellingLink: 'SELECT, INSERT, UPDATE',
  Guest: 'SELECT, INSERT, UPDATE',
};

/** Gives the role what the application needs, and takes what it must not have; nothing of what others own in the schema. */
async function grant(client: pg.Client, name: string): Promise<void> {
  const role = client.escapeIdentifier(name);
  const { rows } = await client.query<{ kind: string; name: string }>(
    `SELECT relkind AS "kind", relname AS "name" FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S') AND pg_has_role(relowner, 'USAGE')`,
  );
  const named = (kinds: string): string =>
    rows
      .filter(({ kind }) => kinds.includes(kind))
      .map((row) => client.escapeIdentifier(row.name))
      .join(', ');
  await client.query('BEGIN');
  await client.query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
  await client.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
  await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${named('rpv')} TO ${role}`);
  await client.query(`GRANT USAGE, SELECT ON SEQUENCE ${named('S')} TO ${role}`);
  for (const [table, rights] of Object.entries(LIMITED_TABLES)) {
    const limited = client.escapeIdentifier(table);
    await client.query(`REVOKE ALL ON ${limited} FROM ${role}`);
    await client.query(`GRANT ${rights} ON ${limited} TO ${role}`);
  }
  await client.query(
    `GRANT EXECUTE ON FUNCTION "audit_note"(text, uuid, text, text, text, jsonb) TO ${role}`,
  );
  await client.query('COMMIT');
}
