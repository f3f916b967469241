import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';
import { Scroller } from '@/components/ui/scroller';

/** On a phone a row is a block: its first cell is the heading, each of the others stands under it with its `data-label`. */
const STACKED =
  'max-sm:block max-sm:[&_thead]:sr-only max-sm:[&_tbody]:block max-sm:[&_tr]:block max-sm:[&_tr]:border-t max-sm:[&_tr]:border-line max-sm:[&_tr]:py-2 max-sm:[&_tr:first-child]:border-t-0 max-sm:[&_td]:flex max-sm:[&_td]:flex-wrap max-sm:[&_td]:justify-end max-sm:[&_td]:gap-x-1.5 max-sm:[&_td]:border-t-0 max-sm:[&_td]:p-0 max-sm:[&_td]:py-0.5 max-sm:[&_td]:min-w-0 max-sm:[&_td:first-child]:justify-start max-sm:[&_td:first-child]:font-medium max-sm:[&_td:empty]:hidden max-sm:[&_td[data-label]]:before:mr-auto max-sm:[&_td[data-label]]:before:text-text-3 max-sm:[&_td[data-label]]:before:content-[attr(data-label)]';

/**
 * A dense table. What has more columns than a phone is wide `stacks` there; a long word still scrolls sideways in the table's own
 * box (`relative`: its screen-reader words scroll along).
 */
export function Table({
  className,
  stacks = false,
  ...rest
}: ComponentProps<'table'> & { stacks?: boolean }) {
  return (
    <Scroller className="-mx-4 px-4">
      <table
        {...rest}
        className={clsx(
          'w-full border-collapse [&_td]:border-t [&_td]:border-line [&_td]:px-2 [&_td]:py-1.5 [&_td:first-child]:pl-0 [&_td:last-child]:pr-0',
          '[&_th]:px-2 [&_th]:pt-1 [&_th]:pb-2 [&_th]:text-left [&_th]:text-caption [&_th]:font-medium [&_th]:whitespace-nowrap [&_th]:text-text-3 [&_th:first-child]:pl-0 [&_th:last-child]:pr-0',
          '[&_.num]:text-right',
          stacks && STACKED,
          className,
        )}
      />
    </Scroller>
  );
}

/** The button of a row; `name` says what it does to which row, for who hears the button alone. */
export function RowAction(props: { name: string; onClick: () => void; children: string }) {
  return (
    <Button size="small" aria-label={props.name} onClick={props.onClick}>
      {props.children}
    </Button>
  );
}

/** The heading of a column that needs none for the eye: its buttons say what they do. */
export function UnseenHeading(props: { className?: string; children: string }) {
  return (
    <th scope="col" className={props.className}>
      <span className="sr-only">{props.children}</span>
    </th>
  );
}
