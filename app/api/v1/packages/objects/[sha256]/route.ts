import { route } from '@/lib/server/http/route';
import { receivePart, uploadState } from '@/lib/server/objects/upload';
import { ObjectParams, uploadReply } from '@/lib/server/runner/params';

const FOLDER = 'packages';

export const HEAD = route(
  { access: { kind: 'machine', scope: 'runner' }, params: ObjectParams },
  async ({ params }) => uploadReply(await uploadState(FOLDER, params.sha256)),
);

export const PUT = route(
  { access: { kind: 'machine', scope: 'runner' }, params: ObjectParams, limit: 'file' },
  ({ request, params }) => receivePart(request, FOLDER, params.sha256),
);
