import type { Metadata } from 'next';
import { Dataset } from '@/components/dataset/dataset';
import { Page } from '@/components/shell/page';
import { gatePage } from '@/lib/server/auth/page';
import { readProject } from '@/lib/server/project/data';

export const metadata: Metadata = { title: 'Dataset' };

export default async function DatasetPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'ADMIN');
  const { name } = await readProject(project);
  return (
    <Page
      bar={{ person, project: { slug: project.slug, name, role: project.role } }}
      title="Dataset"
      note="What leaves this project: only what a reviewer confirmed, frozen in snapshots"
    >
      <Dataset slug={project.slug} />
    </Page>
  );
}
