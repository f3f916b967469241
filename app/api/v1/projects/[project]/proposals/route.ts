import { ProposeRequest } from '@/lib/domain/model/schema';
import { inProject, route } from '@/lib/server/http/route';
import { queueProposals } from '@/lib/server/proposal/inference/jobs';

export const POST = route(
  { access: inProject('ADMIN', 'manage'), body: ProposeRequest },
  ({ project, actor, body }) => queueProposals(project, actor.userId, body),
);
