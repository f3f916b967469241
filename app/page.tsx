import type { Metadata } from 'next';
import { NewProjectDialog } from '@/components/home/new-project-dialog';
import { ProjectCard } from '@/components/home/project-card';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { gatePerson } from '@/lib/server/auth/page';
import { listProjects } from '@/lib/server/overview/data';

export const metadata: Metadata = { title: 'My projects' };

export default async function HomePage() {
  const person = await gatePerson();
  const projects = await listProjects(person);
  return (
    <Page
      bar={{ person }}
      title="My projects"
      actions={person.isOwner ? <NewProjectDialog /> : undefined}
    >
      {projects.length === 0 ? (
        <Card>
          <EmptyState
            title={person.isOwner ? 'No project yet' : 'You are in no project yet'}
            action={person.isOwner ? <NewProjectDialog /> : undefined}
          >
            {person.isOwner
              ? 'A project is one object of study with its classes, grid, pictures and people. Make the first.'
              : 'Ask an admin of a project for an invitation link. When you open it, the project is here.'}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-2">
          {projects.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </div>
      )}
    </Page>
  );
}
