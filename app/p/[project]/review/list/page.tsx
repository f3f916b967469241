import { ReviewList } from '@/components/review/review-list';
import { Page } from '@/components/shell/page';
import { gatePage } from '@/lib/server/auth/page';
import { readProject } from '@/lib/server/project/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('review');

export default async function ReviewListPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'REVIEWER');
  const t = await getTranslations('review');
  const { classes } = await readProject(project);
  return (
    <div data-theme="dark" className="contents">
      <Page bar={{ person, project }} title={t('review')} note={t('onlyWhatIsConfirmedHere')}>
        <ReviewList
          {...{ classes }}
          slug={project.slug}
          role={project.role}
          archived={project.archived}
        />
      </Page>
    </div>
  );
}
