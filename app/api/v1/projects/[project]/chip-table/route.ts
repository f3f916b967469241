import { ChipTableQuery } from '@/lib/domain/chip-table/schema';
import { chipTablePage } from '@/lib/server/chip-table/page';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: ChipTableQuery },
  ({ project, actor, query }) => chipTablePage(project, actor, query),
);
