import { GalleryGroupQuery } from '@/lib/domain/gallery/schema';
import { galleryGroups } from '@/lib/server/gallery/groups';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('REVIEWER', 'read'), query: GalleryGroupQuery },
  ({ project, query }) => galleryGroups(project, query),
);
