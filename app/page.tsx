import { NewProjectDialog } from '@/components/home/new-project-dialog';
import { ArchivedProjects } from '@/components/home/archived-projects';
import { ProjectCard } from '@/components/home/project-card';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { mayMakeProjects } from '@/lib/server/auth/gate';
import { gatePerson } from '@/lib/server/auth/page';
import { listProjects } from '@/lib/server/overview/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('myProjects');

export default async function HomePage() {
  const person = await gatePerson();
  const t = await getTranslations('home');
  const maker = mayMakeProjects(person);
  const [projects, archived] = await Promise.all([
    listProjects(person),
    listProjects(person, { archived: true }),
  ]);
  return (
    <Page
      bar={{ person }}
      title={t('myProjects')}
      actions={maker ? <NewProjectDialog /> : undefined}
    >
      {projects.length === 0 ? (
        <Card>
          <EmptyState
            title={maker ? t('noProjectYet') : t('youAreInNoProject')}
            action={maker ? <NewProjectDialog /> : undefined}
          >
            {maker ? t('firstProject') : t('askAnAdminOfA')}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-2">
          {projects.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </div>
      )}
      {archived.length > 0 && <ArchivedProjects projects={archived} />}
    </Page>
  );
}
