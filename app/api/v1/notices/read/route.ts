import { ReadNotices } from '@/lib/domain/notice/schema';
import { route } from '@/lib/server/http/route';
import { markNotices } from '@/lib/server/notice/notices';

export const POST = route(
  { access: { kind: 'person', scope: 'label' }, body: ReadNotices },
  ({ actor, body }) => markNotices(actor, body),
);
