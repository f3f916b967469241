import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';

/** A list that comes in pages, as `useInfiniteQuery` gives it. */
interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Below a list that comes in pages: fetches the next one; nothing when all are there. */
export function MoreButton({
  pages,
  ...button
}: { pages: Pages } & Pick<ComponentProps<typeof Button>, 'size' | 'className' | 'children'>) {
  if (!pages.hasNextPage) return null;
  return (
    <Button
      {...button}
      busy={pages.isFetchingNextPage}
      onClick={() => void pages.fetchNextPage()}
    />
  );
}
