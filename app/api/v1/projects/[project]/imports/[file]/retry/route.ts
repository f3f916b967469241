import { z } from 'zod';
import { inProject, route } from '@/lib/server/http/route';
import { findImport } from '@/lib/server/imagery/data';
import { retryImport } from '@/lib/server/imagery/mutations';

export const POST = route(
  { access: inProject('ADMIN', 'manage'), params: z.object({ file: z.uuid() }) },
  async ({ project, params }) => {
    await retryImport(project, params.file);
    return await findImport(project, params.file);
  },
);
