import { NoticeQuery } from '@/lib/domain/notice/schema';
import { route } from '@/lib/server/http/route';
import { listNotices } from '@/lib/server/notice/notices';

export const GET = route(
  { access: { kind: 'person', scope: 'read' }, query: NoticeQuery },
  ({ actor, query }) => listNotices(actor, query),
);
