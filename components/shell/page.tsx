import type { ComponentProps, ReactNode } from 'react';
import { PagePalette } from '@/components/commands/page-palette';
import { ArchivedNotice } from '@/components/shell/archived-notice';
import { TopBar } from '@/components/shell/top-bar';

type Bar = ComponentProps<typeof TopBar> & {
  person: { mustChangePassword: boolean };
  project?: { archived: boolean };
};

/** An ordinary page: bar, title with actions, content at most 1376 px wide. Main and side columns are the page's own. */
export function Page(props: {
  bar: Bar;
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { person, project } = props.bar;
  return (
    <div className="flex min-h-full flex-col">
      <TopBar {...props.bar} />
      {!person.mustChangePassword && (
        <PagePalette
          isOwner={person.isOwner}
          project={project ? { slug: project.slug, role: project.role } : null}
        />
      )}
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[1376px] px-4 pt-4 pb-12 outline-none sm:px-6"
      >
        <div className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-64">
            <h1>{props.title}</h1>
            {props.note !== undefined && <div className="text-text-2">{props.note}</div>}
          </div>
          {props.actions !== undefined && (
            <div className="flex flex-wrap gap-2">{props.actions}</div>
          )}
        </div>
        {project?.archived && <ArchivedNotice />}
        {props.children}
      </main>
    </div>
  );
}

/** Main column and a side column of 352 px that drops below on narrow screens (side first when `sideFirst`). */
export function Columns(props: { main: ReactNode; side: ReactNode; sideFirst?: boolean }) {
  return (
    <div className="grid gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_352px] min-[1100px]:gap-6">
      <div
        className={`flex min-w-0 flex-col gap-4 ${props.sideFirst ? 'max-[1100px]:order-2' : ''}`}
      >
        {props.main}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{props.side}</div>
    </div>
  );
}
