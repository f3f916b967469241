import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { Scroller } from '@/components/ui/scroller';

/** A dense table that scrolls sideways in its own box on narrow screens (`relative`: its screen-reader words scroll along). */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <Scroller className="-mx-4 px-4">
      <table
        {...rest}
        className={clsx(
          'w-full border-collapse [&_td]:border-t [&_td]:border-line [&_td]:px-2 [&_td]:py-1.5 [&_td:first-child]:pl-0 [&_td:last-child]:pr-0',
          '[&_th]:px-2 [&_th]:pt-1 [&_th]:pb-2 [&_th]:text-left [&_th]:text-caption [&_th]:font-medium [&_th]:whitespace-nowrap [&_th]:text-text-3 [&_th:first-child]:pl-0 [&_th:last-child]:pr-0',
          '[&_.num]:text-right',
          className,
        )}
      />
    </Scroller>
  );
}
