import { z } from 'zod';
import { findExportFile } from '@/lib/server/export/data';
import { objectReply } from '@/lib/server/http/object-reply';
import { inProject, route } from '@/lib/server/http/route';

const Params = z.object({ job: z.uuid() });

export const GET = route(
  { access: inProject('ADMIN', 'read'), params: Params },
  async ({ request, project, params }) => {
    const file = await findExportFile(project, params.job);
    return objectReply(request, file.sha256, {
      mediaType: 'application/zip',
      downloadName: file.name,
    });
  },
);
