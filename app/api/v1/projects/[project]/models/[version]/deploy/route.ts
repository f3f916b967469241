import { DeployRequest, VersionParams } from '@/lib/domain/model/schema';
import { inProject, route } from '@/lib/server/http/route';
import { deployVersion } from '@/lib/server/model/deploy';

export const POST = route(
  { access: inProject('ADMIN', 'manage'), params: VersionParams, body: DeployRequest },
  ({ project, actor, params, body }) => deployVersion(project, actor.userId, params.version, body),
);
