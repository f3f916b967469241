import { CompleteRequest } from '@/lib/contracts/runner';
import { route } from '@/lib/server/http/route';
import { completeJob } from '@/lib/server/runner/complete';
import { JobParams } from '@/lib/domain/job/schema';

export const POST = route(
  {
    access: { kind: 'machine', scope: 'runner' },
    params: JobParams,
    body: CompleteRequest,
    // two confusion matrices of 256 x 256
    limit: 4 * 1024 ** 2,
  },
  ({ params, body }) =>
    completeJob({ jobId: params.job, leaseToken: body.leaseToken }, body.result),
);
