import { notFound } from 'next/navigation';
import { LabelScreen } from '@/components/label/label-screen';
import { gatePage } from '@/lib/server/auth/page';
import { readLabelProject } from '@/lib/server/label/project';
import { preferenceOf } from '@/lib/server/queue/preference/data';
import { listPlaceOf } from '@/lib/domain/chip-table/view';
import { commentPlace } from '@/lib/domain/comment/place';
import { pageMetadata } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('label');

export default async function ChipPage(props: {
  params: Promise<{ project: string; number: string }>;
  searchParams: Promise<Record<'comments' | 'list' | 'at', string | string[] | undefined>>;
}) {
  const params = await props.params;
  const { person, project } = await gatePage(params.project, 'LABELER');
  const start = Number(params.number);
  if (!Number.isInteger(start) || start < 1) notFound();
  const query = await props.searchParams;
  return (
    <LabelScreen
      person={person}
      {...await readLabelProject(project)}
      wanted={await preferenceOf(project.projectId, person.userId)}
      start={start}
      list={listPlaceOf(query)}
      commentsAt={commentPlace(query.comments)}
    />
  );
}
