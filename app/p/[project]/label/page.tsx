import type { Metadata } from 'next';
import { LabelDesk } from '@/components/label/label-desk';
import { gatePage } from '@/lib/server/auth/page';
import { readLabelProject } from '@/lib/server/label/project';

export const metadata: Metadata = { title: 'Label' };

export default async function LabelPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  return <LabelDesk person={person} {...await readLabelProject(project)} start={null} />;
}
