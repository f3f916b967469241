import { LinkChips } from '@/lib/domain/labelling-link/schema';
import { inProject, route } from '@/lib/server/http/route';
import { countFreeChips } from '@/lib/server/labelling-link/links';

/** How many chips of a choice would go out with a link. */
export const GET = route(
  { access: inProject('ADMIN', 'manage'), query: LinkChips },
  ({ project, query }) => countFreeChips(project, query),
);
