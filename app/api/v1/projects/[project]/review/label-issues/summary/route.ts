import { inProject, route } from '@/lib/server/http/route';
import { readLabelIssues } from '@/lib/server/label-issue/list';

export const GET = route({ access: inProject('REVIEWER', 'read') }, ({ project }) =>
  readLabelIssues(project),
);
