import { inProject, route } from '@/lib/server/http/route';
import { readAutomationBias } from '@/lib/server/automation-bias/read';

export const GET = route({ access: inProject('ADMIN', 'read') }, ({ project }) =>
  readAutomationBias(project),
);
