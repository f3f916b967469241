import { z } from 'zod';
import { inProject, route } from '@/lib/server/http/route';
import { findImport } from '@/lib/server/imagery/data';
import { stopImport } from '@/lib/server/imagery/upload';

export const POST = route(
  { access: inProject('ADMIN', 'manage'), params: z.object({ file: z.uuid() }) },
  async ({ project, params }) => {
    await stopImport(project, params.file);
    return await findImport(project, params.file);
  },
);
