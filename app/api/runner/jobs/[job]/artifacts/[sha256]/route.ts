import { route } from '@/lib/server/http/route';
import { artifactState, takeArtifact } from '@/lib/server/runner/artifacts';
import { ArtifactParams, leaseOfHeader, uploadReply } from '@/lib/server/runner/params';

export const HEAD = route(
  { access: { kind: 'machine', scope: 'runner' }, params: ArtifactParams },
  async ({ request, params }) =>
    uploadReply(await artifactState(leaseOfHeader(params.job, request), params.sha256)),
);

export const PUT = route(
  { access: { kind: 'machine', scope: 'runner' }, params: ArtifactParams, limit: 'file' },
  ({ request, params }) => takeArtifact(leaseOfHeader(params.job, request), params.sha256, request),
);
