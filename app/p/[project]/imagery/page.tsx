import { Imagery } from '@/components/imagery/imagery';
import { Page } from '@/components/shell/page';
import { gatePage } from '@/lib/server/auth/page';
import { readProject } from '@/lib/server/project/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('imagery');

export default async function ImageryPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const t = await getTranslations('imagery');
  const { name, cellPx, cellM, rows, cols } = await readProject(project);
  return (
    <Page
      bar={{ person, project: { ...project, name } }}
      title={t('imagery')}
      note={t('everyPictureIsKeptAs')}
    >
      <Imagery
        slug={project.slug}
        isAdmin={project.role === 'ADMIN' && !project.archived}
        grid={{ cellPx, cellM, rows, cols }}
      />
    </Page>
  );
}
