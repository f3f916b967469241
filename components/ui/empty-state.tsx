import type { ReactNode } from 'react';

/** Nothing here yet: what this place is for and what to do next. */
export function EmptyState(props: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** the whole page: its title is the page's */
  page?: boolean;
}) {
  const Heading = props.page ? 'h1' : 'h2';
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <Heading className="text-lead font-semibold">{props.title}</Heading>
      {props.children !== undefined && <p className="max-w-md text-text-2">{props.children}</p>}
      {props.action}
    </div>
  );
}
