import { ImportQuery } from '@/lib/domain/import/schema';
import { inProject, route } from '@/lib/server/http/route';
import { listImports } from '@/lib/server/imagery/data';

export const GET = route(
  { access: inProject('ADMIN', 'read'), query: ImportQuery },
  ({ project, query }) => listImports(project, query),
);
