import { HeartbeatRequest } from '@/lib/contracts/runner';
import { env } from '@/lib/server/env';
import { route } from '@/lib/server/http/route';
import { heartbeat } from '@/lib/server/jobs/queue';
import { JobParams } from '@/lib/domain/job/schema';

export const POST = route(
  { access: { kind: 'machine', scope: 'runner' }, params: JobParams, body: HeartbeatRequest },
  async ({ params, body }) => ({
    ...(await heartbeat({ jobId: params.job, leaseToken: body.leaseToken }, body.progress)),
    leaseSeconds: env().QUADRAT_JOB_LEASE_SECONDS,
  }),
);
