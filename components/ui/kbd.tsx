import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A key hint; hidden where there is no keyboard to speak of. */
export function Kbd({ children, onFill = false }: { children: ReactNode; onFill?: boolean }) {
  return (
    <kbd
      className={clsx(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-mark border px-1 font-sans text-[11px] leading-none font-medium pointer-coarse:hidden',
        onFill
          ? 'border-transparent bg-black/14 text-inherit'
          : 'border-b-2 border-line bg-bg-1 text-text-2',
      )}
    >
      {children}
    </kbd>
  );
}
