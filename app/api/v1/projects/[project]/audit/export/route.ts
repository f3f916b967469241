import { AuditFilter } from '@/lib/domain/audit/schema';
import { auditCsv } from '@/lib/server/audit/export';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('ADMIN', 'manage'), query: AuditFilter },
  ({ project, query }) => auditCsv(project, query),
);
