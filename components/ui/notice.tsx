import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** A message in the page's flow: what happened, what was kept, what to do. */
export function Notice({
  variant = 'info',
  children,
  action,
}: {
  variant?: 'info' | 'bad';
  children: ReactNode;
  action?: ReactNode;
}) {
  const Icon = variant === 'bad' ? TriangleAlert : Info;
  return (
    <div
      role={variant === 'bad' ? 'alert' : 'status'}
      className={`flex items-start gap-2 rounded-control border p-3 ${variant === 'bad' ? 'border-bad bg-bad-soft text-bad' : 'border-line bg-bg-2 text-text-2'}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
