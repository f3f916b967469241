import { GalleryQuery } from '@/lib/domain/gallery/schema';
import { galleryPage } from '@/lib/server/gallery/page';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('REVIEWER', 'read'), query: GalleryQuery },
  ({ project, actor, query }) => galleryPage(project, actor, query),
);
