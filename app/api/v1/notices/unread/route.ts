import { route } from '@/lib/server/http/route';
import { unreadNotices } from '@/lib/server/notice/notices';

export const GET = route({ access: { kind: 'person', scope: 'read' } }, ({ actor }) =>
  unreadNotices(actor),
);
