import { AssetQuery } from '@/lib/domain/asset/schema';
import { inProject, route } from '@/lib/server/http/route';
import { listAssets } from '@/lib/server/imagery/data';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: AssetQuery },
  ({ project, query }) => listAssets(project, query),
);
