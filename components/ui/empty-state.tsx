import type { ReactNode } from 'react';

/** Nothing here yet: what this place is for and what to do next. */
export function EmptyState(props: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <h2 className="text-lead font-semibold">{props.title}</h2>
      {props.children !== undefined && <p className="max-w-md text-text-2">{props.children}</p>}
      {props.action}
    </div>
  );
}
