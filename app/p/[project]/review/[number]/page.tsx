import { notFound } from 'next/navigation';
import { ReviewScreen } from '@/components/review/review-screen';
import { gatePage } from '@/lib/server/auth/page';
import { readLabelProject } from '@/lib/server/label/project';
import { pageMetadata } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('review');

export default async function ReviewChipPage(props: {
  params: Promise<{ project: string; number: string }>;
}) {
  const params = await props.params;
  const { person, project: scope } = await gatePage(params.project, 'REVIEWER');
  const start = Number(params.number);
  if (!Number.isInteger(start) || start < 1) notFound();
  const { project } = await readLabelProject(scope);
  return <ReviewScreen person={person} project={project} start={start} />;
}
