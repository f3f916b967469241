import { redirect } from 'next/navigation';
import { ChipsScreen } from '@/components/chips/chips-screen';
import { pageQuery } from '@/lib/domain/chip-filter/query';
import { tableQueryOf, tableViewOf } from '@/lib/domain/chip-table/view';
import { gatePage } from '@/lib/server/auth/page';
import { pageMetadata } from '@/lib/i18n/server';
import { readLabelProject } from '@/lib/server/label/project';
import { savedViews } from '@/lib/server/saved-view/data';

export const generateMetadata = pageMetadata('chips');

export default async function ChipsPage(props: {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { person, project: scope } = await gatePage((await props.params).project, 'LABELER');
  const given = pageQuery(await props.searchParams);
  const id = new Map(given).get('view');
  // the address of a view alone shows what it keeps
  if (id !== undefined && tableQueryOf(tableViewOf(given)) === '') {
    const view = (await savedViews(scope, person.userId)).find((one) => one.id === id);
    if (view && view.query !== '') redirect(`/p/${scope.slug}/chips?${view.query}&view=${id}`);
  }
  const { project, chips } = await readLabelProject(scope);
  return <ChipsScreen {...{ person, project, chips }} />;
}
