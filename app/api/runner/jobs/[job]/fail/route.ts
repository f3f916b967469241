import { FailRequest } from '@/lib/contracts/runner';
import { route } from '@/lib/server/http/route';
import { failJob } from '@/lib/server/jobs/queue';
import { JobParams } from '@/lib/domain/job/schema';

export const POST = route(
  { access: { kind: 'machine', scope: 'runner' }, params: JobParams, body: FailRequest },
  async ({ params, body }) => ({
    state: await failJob({ jobId: params.job, leaseToken: body.leaseToken }, body.error),
  }),
);
