import { AuditFilter } from '@/lib/domain/audit/schema';
import { auditCsv } from '@/lib/server/audit/export';
import { route } from '@/lib/server/http/route';

export const GET = route(
  { access: { kind: 'owner', scope: 'owner' }, query: AuditFilter },
  ({ query }) => auditCsv(null, query),
);
