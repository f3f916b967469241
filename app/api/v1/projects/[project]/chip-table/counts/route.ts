import { ChipCountsQuery } from '@/lib/domain/chip-table/schema';
import { chipCounts } from '@/lib/server/chip-table/counts/counts';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: ChipCountsQuery },
  ({ project, actor, query }) => chipCounts(project, actor, query),
);
