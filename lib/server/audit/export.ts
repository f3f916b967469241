import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { ProjectId } from '@/lib/core/ids';
import type { AuditFilter, AuditLine } from '@/lib/domain/audit/schema';
import { readAudit } from '@/lib/server/audit/data';
import { noteExport } from '@/lib/server/audit/mutations';
import { quote } from '@/lib/server/export/csv';

/** Lines that are read at a time: memory does not grow with the file. */
const BATCH = 1000;

const COLUMNS = [
  ...['time', 'actor', 'name', 'email', 'person', 'via', 'session_or_token', 'address', 'agent'],
  ...['request', 'project', 'action', 'thing', 'thing_id', 'thing_name', 'before', 'after'],
];

/** The lines of a filter as CSV (RFC 4180), newest first, streamed. That somebody took them out is a line itself. */
export async function auditCsv(
  project: { projectId: ProjectId; slug: string; name: string } | null,
  filter: AuditFilter,
): Promise<Response> {
  await noteExport(project, filter);
  const lines = Readable.from(csvLines(project?.projectId ?? null, filter), { objectMode: false });
  return new Response(Readable.toWeb(lines) as ReadableStream<Uint8Array> as BodyInit, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${project?.slug ?? 'quadrat'}-audit.csv"`,
      'cache-control': 'no-store',
    },
  });
}

async function* csvLines(projectId: ProjectId | null, filter: AuditFilter): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  let cursor: string | undefined;
  do {
    const page = await readAudit(projectId, { ...filter, cursor, limit: BATCH });
    yield page.items.map(csvLine).join('');
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

function csvLine(line: AuditLine): string {
  const cells = [
    ...[line.at, line.actor, line.actorName, line.actorEmail, line.actorId, line.via],
    ...[line.credentialId, line.address, line.agent, line.requestId, line.project?.slug],
    ...[line.action, line.thingKind, line.thingId, line.thingName],
    ...[line.before, line.after].map((fields) => fields && JSON.stringify(fields)),
  ];
  return `${cells.map((cell) => quote(cell ?? '')).join(',')}\r\n`;
}
