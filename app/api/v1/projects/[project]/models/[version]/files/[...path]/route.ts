import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';
import { VersionParams } from '@/lib/domain/model/schema';
import { objectReply } from '@/lib/server/http/object-reply';
import { inProject, route } from '@/lib/server/http/route';
import { findPackageFile } from '@/lib/server/model/data';
import { packageMediaType } from '@/lib/server/model/package';

const Params = VersionParams.extend({ path: z.array(text(255)).min(1).max(20) });

export const GET = route(
  { access: inProject('LABELER', 'read'), params: Params },
  async ({ request, project, params }) => {
    const path = params.path.join('/');
    return objectReply(request, await findPackageFile(project, params.version, path), {
      mediaType: packageMediaType(path),
      immutable: true,
    });
  },
);
