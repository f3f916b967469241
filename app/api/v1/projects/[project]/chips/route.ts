import { ChipQuery } from '@/lib/domain/chip/schema';
import { listChips } from '@/lib/server/chip/data';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: ChipQuery },
  ({ project, actor, query }) => listChips(project, actor, query),
);
