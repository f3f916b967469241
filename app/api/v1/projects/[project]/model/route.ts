import { inProject, route } from '@/lib/server/http/route';
import { readDeployedModel } from '@/lib/server/model/data';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project }) =>
  readDeployedModel(project),
);
