import { objectReply } from '@/lib/server/http/object-reply';
import { route } from '@/lib/server/http/route';
import { ObjectParams } from '@/lib/server/runner/params';

export const GET = route(
  { access: { kind: 'machine', scope: 'runner' }, params: ObjectParams },
  ({ request, params }) =>
    objectReply(request, params.sha256, {
      mediaType: 'application/octet-stream',
      immutable: true,
    }),
);
