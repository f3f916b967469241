import { PracticeRounds } from '@/components/practice/practice-rounds';
import { Page } from '@/components/shell/page';
import { getTranslations, pageMetadata } from '@/lib/i18n/server';
import { gatePage } from '@/lib/server/auth/page';
import { readPractice } from '@/lib/server/ground-truth/practice/read';
import { readProject } from '@/lib/server/project/data';

export const generateMetadata = pageMetadata('practice');

export default async function PracticePage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const t = await getTranslations('truth.practice');
  const [view, { classes, rule }] = await Promise.all([
    readPractice(project, person),
    readProject(project),
  ]);
  return (
    <Page bar={{ person, project }} title={t('title')} note={t('note')}>
      <PracticeRounds slug={project.slug} {...{ view, classes, rule }} />
    </Page>
  );
}
