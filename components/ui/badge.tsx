import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A small word about a thing. `bad` must come with an icon or plain words. */
export function Badge({
  children,
  variant = 'plain',
}: {
  children: ReactNode;
  variant?: 'plain' | 'accent' | 'bad';
}) {
  return (
    <span
      className={clsx(
        'inline-flex h-5 items-center gap-1 rounded-mark px-1.5 text-caption leading-none font-medium whitespace-nowrap [&_svg]:size-3',
        variant === 'plain' && 'bg-bg-3 text-text-2',
        variant === 'accent' && 'bg-accent-soft text-accent',
        variant === 'bad' && 'bg-bad-soft text-bad',
      )}
    >
      {children}
    </span>
  );
}
