import { LabelExportQuery, LabelImportQuery } from '@/lib/domain/label/file';
import { inProject, route } from '@/lib/server/http/route';
import { labelsCsv } from '@/lib/server/label/export/csv';
import { importLabels } from '@/lib/server/label/import/run';

export const GET = route(
  { access: inProject('ADMIN', 'read'), query: LabelExportQuery },
  ({ project, query }) => labelsCsv(project, query.of),
);

export const POST = route(
  { access: inProject('ADMIN', 'manage'), query: LabelImportQuery, limit: 'file' },
  ({ project, actor, request, query }) => importLabels(project, actor, request, query),
);
