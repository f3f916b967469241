import type { Metadata } from 'next';
import { Imagery } from '@/components/imagery/imagery';
import { Page } from '@/components/shell/page';
import { gatePage } from '@/lib/server/auth/page';
import { readProject } from '@/lib/server/project/data';

export const metadata: Metadata = { title: 'Imagery' };

export default async function ImageryPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const { name, cellPx, cellM, rows, cols } = await readProject(project);
  return (
    <Page
      bar={{ person, project: { slug: project.slug, name, role: project.role } }}
      title="Imagery"
      note="Every picture is kept as it came in and cut into chips for labelling"
    >
      <Imagery
        slug={project.slug}
        isAdmin={project.role === 'ADMIN'}
        grid={{ cellPx, cellM, rows, cols }}
      />
    </Page>
  );
}
