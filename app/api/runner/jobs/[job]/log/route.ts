import { LogRequest } from '@/lib/contracts/runner';
import { JobParams } from '@/lib/domain/job/schema';
import { route } from '@/lib/server/http/route';
import { logLines } from '@/lib/server/jobs/queue';

export const POST = route(
  {
    access: { kind: 'machine', scope: 'runner' },
    params: JobParams,
    body: LogRequest,
    // 500 lines of 4,000 characters
    limit: 8 * 1024 ** 2,
  },
  async ({ params, body }) => {
    await logLines(
      { jobId: params.job, leaseToken: body.leaseToken },
      body.lines.map((line) => ({ ...line, at: new Date(line.at) })),
    );
    return {};
  },
);
