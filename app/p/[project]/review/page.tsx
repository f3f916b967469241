import { GalleryScreen } from '@/components/gallery/gallery-screen';
import { pageQuery } from '@/lib/domain/chip-filter/query';
import { queryOf, viewOf } from '@/lib/domain/gallery/view';
import { gatePage } from '@/lib/server/auth/page';
import { countCorrections } from '@/lib/server/correction/data';
import { galleryGroups } from '@/lib/server/gallery/groups';
import { pageMetadata } from '@/lib/i18n/server';
import { readLabelProject } from '@/lib/server/label/project';

export const generateMetadata = pageMetadata('review');

export default async function ReviewPage(props: {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { person, project: scope } = await gatePage((await props.params).project, 'REVIEWER');
  const { by, ...view } = viewOf(pageQuery(await props.searchParams));
  const { unit: _unit, order: _order, like: _like, group: _group, ...filter } = view;
  const [{ project }, groups, corrections] = await Promise.all([
    readLabelProject(scope),
    galleryGroups(scope, { by, ...filter }),
    countCorrections([scope.projectId]),
  ]);
  return (
    <GalleryScreen
      {...{ person, project, groups }}
      corrections={corrections.get(scope.projectId) ?? 0}
      query={queryOf({ by, ...view })}
    />
  );
}
