import { z } from 'zod';
import { Sha256 } from '@/lib/contracts/package';
import { AppError } from '@/lib/server/app-error';
import { JobParams } from '@/lib/domain/job/schema';
import type { LeaseKey } from '@/lib/server/jobs/mutations';
import type { Received } from '@/lib/server/objects/upload';

/** Path parameters of the runner's routes. */
export const ObjectParams = z.object({ sha256: Sha256 });
export const ArtifactParams = JobParams.extend(ObjectParams.shape);

/** The lease of a request whose body is not JSON: header X-Lease-Token. */
export function leaseOfHeader(jobId: string, request: Request): LeaseKey {
  const token = z.uuid().safeParse(request.headers.get('x-lease-token'));
  if (!token.success) {
    throw new AppError('bad_request', 'protocol', {
      detail: 'Send the lease token as header X-Lease-Token.',
    });
  }
  return { jobId, leaseToken: token.data };
}

/** Answer of HEAD on something that is uploaded by parts. */
export function uploadReply(state: Received): Response {
  return new Response(null, {
    status: 200,
    headers: {
      'upload-offset': String(state.received),
      'upload-complete': state.complete ? '?1' : '?0',
      'cache-control': 'no-store',
    },
  });
}
