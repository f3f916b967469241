import { notFound } from 'next/navigation';
import { ReviewScreen } from '@/components/review/review-screen';
import { gatePage } from '@/lib/server/auth/page';
import { readLabelProject } from '@/lib/server/label/project';
import { listPlaceOf } from '@/lib/domain/chip-table/view';
import { commentPlace } from '@/lib/domain/comment/place';
import { pageMetadata } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('review');

/** What the address says besides the chip. */
type Given = 'cell' | 'gallery' | 'comments' | 'list' | 'at';

export default async function ReviewChipPage(props: {
  params: Promise<{ project: string; number: string }>;
  searchParams: Promise<Record<Given, string | string[] | undefined>>;
}) {
  const params = await props.params;
  const { person, project: scope } = await gatePage(params.project, 'REVIEWER');
  const start = Number(params.number);
  if (!Number.isInteger(start) || start < 1) notFound();
  const { project } = await readLabelProject(scope);
  const query = await props.searchParams;
  const { cell, gallery, comments } = query;
  return (
    <ReviewScreen
      person={person}
      project={project}
      start={start}
      cell={typeof cell === 'string' ? Number(cell) : null}
      list={listPlaceOf(query)}
      commentsAt={commentPlace(comments)}
      gallery={typeof gallery === 'string' ? gallery : null}
    />
  );
}
