import { AuditQuery } from '@/lib/domain/audit/schema';
import { readAudit } from '@/lib/server/audit/data';
import { route } from '@/lib/server/http/route';

export const GET = route(
  { access: { kind: 'owner', scope: 'owner' }, query: AuditQuery },
  ({ query }) => readAudit(null, query),
);
