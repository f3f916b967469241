import { notFound } from 'next/navigation';
import { HistoryScreen } from '@/components/history/history-screen';
import { gatePage } from '@/lib/server/auth/page';
import { listChips } from '@/lib/server/chip/data';
import { readLabelProject } from '@/lib/server/label/project';
import { readProject } from '@/lib/server/project/data';
import { pageMetadata } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('history');

export default async function HistoryPage(props: {
  params: Promise<{ project: string; number: string }>;
}) {
  const params = await props.params;
  const { person, project: scope } = await gatePage(params.project, 'LABELER');
  const number = Number(params.number);
  if (!/^[1-9]\d{0,8}$/.test(params.number)) notFound();
  const [{ items }, { project }, { classes }] = await Promise.all([
    listChips(scope, person, { cursor: number - 1, limit: 1 }),
    readLabelProject(scope),
    readProject(scope),
  ]);
  const [chip] = items;
  if (chip?.number !== number) notFound();
  return <HistoryScreen {...{ person, project, classes, chip }} />;
}
