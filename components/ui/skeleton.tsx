import { clsx } from 'clsx';

/** A quiet block in the place of content that is on its way; give it the content's size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-pulse rounded-mark bg-bg-3', className)} />;
}
