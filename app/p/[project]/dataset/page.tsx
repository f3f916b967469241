import { Dataset } from '@/components/dataset/dataset';
import { Page } from '@/components/shell/page';
import { gatePage } from '@/lib/server/auth/page';
import { readProject } from '@/lib/server/project/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('dataset');

export default async function DatasetPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'ADMIN');
  const t = await getTranslations('dataset');
  const { name } = await readProject(project);
  return (
    <Page
      bar={{ person, project: { ...project, name } }}
      title={t('dataset')}
      note={t('whatLeavesThisProjectOnly')}
    >
      <Dataset slug={project.slug} archived={project.archived} />
    </Page>
  );
}
