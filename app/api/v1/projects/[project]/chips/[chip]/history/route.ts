import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { HistoryQuery } from '@/lib/domain/history/schema';
import { readHistory } from '@/lib/server/history/history';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  {
    access: inProject('LABELER', 'read'),
    params: z.object({ chip: ChipKey }),
    query: HistoryQuery,
  },
  ({ project, actor, params, query }) => readHistory(project, actor, params.chip, query),
);
