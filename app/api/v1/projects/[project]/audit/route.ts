import { AuditQuery } from '@/lib/domain/audit/schema';
import { readAudit } from '@/lib/server/audit/data';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('ADMIN', 'manage'), query: AuditQuery },
  ({ project, query }) => readAudit(project.projectId, query),
);
