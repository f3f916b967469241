import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A small word about a thing. `bad` must come with an icon or plain words. */
export function Badge({
  children,
  look = 'plain',
}: {
  children: ReactNode;
  look?: 'plain' | 'accent' | 'bad';
}) {
  return (
    <span
      className={clsx(
        'inline-flex h-5 items-center gap-1 rounded-mark px-1.5 text-caption leading-none font-medium whitespace-nowrap [&_svg]:size-3',
        look === 'plain' && 'bg-bg-3 text-text-2',
        look === 'accent' && 'bg-accent-soft text-accent',
        look === 'bad' && 'bg-bad-soft text-bad',
      )}
    >
      {children}
    </span>
  );
}
