import { DeclineRequest, VersionParams } from '@/lib/domain/model/schema';
import { inProject, route } from '@/lib/server/http/route';
import { findVersionRef } from '@/lib/server/model/data';
import { setDeclined } from '@/lib/server/model/mutations';

export const PUT = route(
  { access: inProject('ADMIN', 'manage'), params: VersionParams, body: DeclineRequest },
  async ({ project, params, body }) => {
    const { id } = await findVersionRef(project, params.version);
    await setDeclined(project.projectId, id, body.declined);
  },
);
