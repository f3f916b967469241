import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';
import { AppError } from '@/lib/server/app-error';
import { inProject, route } from '@/lib/server/http/route';
import { continueUpload, createUpload, stopImport } from '@/lib/server/imagery/upload';

/*
 * tus 1.0: POST opens an upload, HEAD tells how far it is, PATCH goes on, DELETE stops it. A large file takes long:
 * the body is streamed to disk and never held.
 */

const access = inProject('ADMIN', 'manage');
const One = z.object({ upload: z.tuple([z.uuid()]).transform(([id]) => id) });

export const POST = route(
  { access, params: z.object({ upload: z.array(text(100)).max(10).optional() }), limit: 'file' },
  ({ project, actor, request, params }) => {
    if (params.upload) throw new AppError('not_found', 'imagery.uploadAddress');
    return createUpload(project, actor, request);
  },
);

export const HEAD = route({ access, params: One }, ({ project, params, request }) =>
  continueUpload(project, params.upload, request),
);

export const PATCH = route({ access, params: One, limit: 'file' }, (call) =>
  continueUpload(call.project, call.params.upload, call.request),
);

export const DELETE = route({ access, params: One }, async ({ project, params }) => {
  await stopImport(project, params.upload);
  return new Response(null, { status: 204, headers: { 'Tus-Resumable': '1.0.0' } });
});
