import type { ProjectId } from '@/lib/core/ids';
import type { AuditFilter } from '@/lib/domain/audit/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/**
 * Notes what is no change of a row of its own. All else is noted by triggers, with the change (docs/decisions/0046); the database
 * takes no other action from here.
 */
export async function note(
  client: Db,
  action: 'signin.failed' | 'labels.import' | 'audit.export',
  about: {
    projectId: ProjectId | null;
    thing: { kind: string; id: string; name: string };
    /** shown beside the line; never secrets */
    after: Readonly<Record<string, string | number | boolean | null>> | null;
  },
): Promise<void> {
  const { projectId, thing, after } = about;
  const kept = after === null ? null : JSON.stringify(after);
  await client.$queryRaw`SELECT "audit_note"(${action}, ${projectId}::uuid, ${thing.kind}, ${thing.id}, ${thing.name},
    ${kept}::jsonb)::text`;
}

/** Notes a wrong password. `email`: as whom somebody tried, which may be nobody's. */
export async function noteFailedSignIn(email: string, userId: string | null): Promise<void> {
  const thing = { kind: 'user', id: userId ?? '', name: email };
  await note(db(), 'signin.failed', { projectId: null, thing, after: null });
}

/** Notes that somebody took lines of the audit out, and which. */
export async function noteExport(
  project: { projectId: ProjectId; name: string } | null,
  filter: AuditFilter,
): Promise<void> {
  const projectId = project?.projectId ?? null;
  const thing =
    project === null
      ? { kind: 'instance', id: '', name: '' }
      : { kind: 'project', id: project.projectId, name: project.name };
  const after: Record<string, string> = {};
  for (const [name, value] of Object.entries(filter)) if (value) after[name] = value;
  await note(db(), 'audit.export', { projectId, thing, after });
}
