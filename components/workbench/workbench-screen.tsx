import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { PagePalette } from '@/components/commands/page-palette';
import { TopBar } from '@/components/shell/top-bar';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';

/** Bar, rail, stage and panels in a grid that fills the window. */
export function WorkbenchGrid(props: {
  bar: ReactNode;
  /** on narrow windows the panels fold to a strip */
  folds: boolean;
  children: ReactNode;
}) {
  return (
    <div
      data-theme="dark"
      className={clsx(
        'grid h-dvh grid-cols-[48px_minmax(0,1fr)_336px] grid-rows-[48px_minmax(0,1fr)_52px] overflow-hidden bg-bg-0 max-sm:grid-cols-1 max-sm:grid-rows-[48px_minmax(0,1fr)_auto_auto]',
        props.folds
          ? 'max-[1199px]:grid-cols-[48px_minmax(0,1fr)_44px]'
          : 'max-[1199px]:grid-cols-[48px_minmax(0,1fr)_296px]',
      )}
    >
      <div className="col-span-full">{props.bar}</div>
      {props.children}
    </div>
  );
}

/** The page of a workbench: the bar above, then rail, stage and panels. */
export function WorkbenchScreen(props: {
  person: WorkbenchPerson;
  project: WorkbenchProject;
  /** in the bar: which chip this is */
  middle: ReactNode;
  right: ReactNode;
  /** on narrow windows the panels fold to a strip */
  folds: boolean;
  children: ReactNode;
}) {
  const { folds, children, ...bar } = props;
  return (
    <WorkbenchGrid folds={folds} bar={<TopBar {...bar} />}>
      {children}
    </WorkbenchGrid>
  );
}

/** In the place of the workbench while there is no chip: why, or that it comes. */
export function NoWorkbench(props: {
  person: WorkbenchPerson;
  project: WorkbenchProject;
  children: ReactNode;
}) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="col-span-full row-span-2 flex items-center justify-center"
    >
      {props.children}
      <PagePalette isOwner={props.person.isOwner} project={props.project} />
    </main>
  );
}
