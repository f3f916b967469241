'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { NoticeBell } from '@/components/notice/notice-bell';
import { Mark } from '@/components/shell/mark';
import { PersonGuard } from '@/components/shell/person-guard';
import { PersonMenu } from '@/components/shell/person-menu';
import type { ShellPerson } from '@/components/shell/person-menu';
import { ProjectNav } from '@/components/shell/project-nav';

/** The bar of every page: mark, project with its pages, what the page adds, the person. */
export function TopBar(props: {
  /** who has yet to replace a one-time password has no notices */
  person: ShellPerson & { mustChangePassword?: boolean };
  project?: { slug: string; name: string; role: 'LABELER' | 'REVIEWER' | 'ADMIN' };
  /** in the place of the project's pages, on workspaces that need the room */
  middle?: ReactNode;
  /** before the person, for instance the saved state */
  right?: ReactNode;
}) {
  const t = useTranslations('shell');
  const { person, project, middle, right } = props;
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-bg-1 px-3 whitespace-nowrap max-sm:gap-2">
      <a
        href="#content"
        className="sr-only rounded-control bg-accent-fill px-3 py-2 font-semibold text-on-accent focus:not-sr-only focus:absolute focus:top-1 focus:left-2 focus:z-50"
      >
        {t('skipToContent')}
      </a>
      <Link
        href="/"
        aria-label={t('myProjects')}
        className="flex size-7 shrink-0 items-center justify-center rounded-mark pointer-coarse:-ml-2 pointer-coarse:size-11"
      >
        <Mark />
      </Link>
      {project && (
        <>
          <Link
            href={`/p/${project.slug}`}
            // the first to be shortened: what the page adds is not said elsewhere
            className="max-w-56 min-w-0 shrink-[10000] truncate font-semibold max-md:hidden"
          >
            {project.name}
          </Link>
          <span className="h-5 w-px shrink-0 bg-line max-md:hidden" />
          {middle ?? <ProjectNav slug={project.slug} role={project.role} />}
        </>
      )}
      <div className="ml-auto flex max-w-[55%] min-w-0 items-center gap-3 max-sm:max-w-[62%] max-sm:gap-1">
        {right}
        {!person.mustChangePassword && <NoticeBell narrow={right !== undefined} />}
        <PersonMenu person={person} />
        <PersonGuard userId={person.userId} />
      </div>
    </header>
  );
}
