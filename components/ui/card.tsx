import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

/** A card with an optional head: title, a quiet note beside it, and actions at the right. */
export function Card(
  props: Omit<ComponentProps<'section'>, 'title'> & {
    title?: ReactNode;
    note?: ReactNode;
    actions?: ReactNode;
  },
) {
  const { title, note, actions, className, children, ...rest } = props;
  return (
    <section
      {...rest}
      className={clsx('min-w-0 rounded-card border border-line bg-bg-1 p-4', className)}
    >
      {title !== undefined && (
        <header className="mb-3 flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1">
          <h2>{title}</h2>
          {note !== undefined && <span className="text-caption text-text-3">{note}</span>}
          {actions !== undefined && (
            <span className="ml-auto flex items-center gap-2">{actions}</span>
          )}
        </header>
      )}
      {children}
    </section>
  );
}
