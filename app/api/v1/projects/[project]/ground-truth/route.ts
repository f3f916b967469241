import { GroundTruthQuery, NewGroundTruth } from '@/lib/domain/ground-truth/schema';
import { addTruth, readTruth } from '@/lib/server/ground-truth/set';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('REVIEWER', 'read'), query: GroundTruthQuery },
  ({ project, query }) => readTruth(project, query),
);

export const POST = route(
  { access: inProject('REVIEWER', 'review'), body: NewGroundTruth },
  ({ project, actor, body }) => addTruth(project, actor, body),
);
