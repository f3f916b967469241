import { VersionParams } from '@/lib/domain/model/schema';
import { inProject, route } from '@/lib/server/http/route';
import { readVersion } from '@/lib/server/model/data';

export const GET = route(
  { access: inProject('LABELER', 'read'), params: VersionParams },
  ({ project, params }) => readVersion(project, params.version),
);
