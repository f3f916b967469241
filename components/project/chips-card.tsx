import Link from 'next/link';
import { CHIP_STATES, ChipBar, confirmedPercent } from '@/components/project/chip-bar';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { ChipCounts } from '@/lib/domain/project/schema';

/** How far the project's chips are; before the first chip, what to do. */
export function ChipsCard(props: {
  slug: string;
  counts: ChipCounts;
  cells: number;
  assets: number;
  isAdmin: boolean;
}) {
  const { slug, counts, cells, assets, isAdmin } = props;
  if (counts.total === 0) return <NoChips slug={slug} assets={assets} isAdmin={isAdmin} />;
  return (
    <Card
      title="Chips"
      note={`${counts.total.toLocaleString('en')} in the project, ${cells.toLocaleString('en')} cells`}
      actions={
        <span className="text-caption text-text-2">
          <span className="font-semibold text-text-1">{confirmedPercent(counts)} %</span> confirmed
        </span>
      }
    >
      <ChipBar counts={counts} />
      <dl className="mt-3 grid grid-cols-2 gap-y-3 sm:grid-cols-5">
        {CHIP_STATES.map(({ status, label, fill }) => (
          <div
            key={status}
            className="flex flex-col-reverse border-line sm:border-l sm:pl-3 sm:first:border-l-0 sm:first:pl-0"
          >
            <dt className="flex items-center gap-1.5 text-caption text-text-2">
              <span
                aria-hidden
                className="size-2 shrink-0 rounded-[2px]"
                style={{ background: fill }}
              />
              {label}
            </dt>
            <dd className="text-page font-semibold">{counts[status].toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function NoChips({ slug, assets, isAdmin }: { slug: string; assets: number; isAdmin: boolean }) {
  const cutting = assets > 0;
  return (
    <Card>
      <EmptyState
        title={cutting ? 'The first pictures are being cut' : 'No pictures yet'}
        action={
          isAdmin && (
            <Button asChild look="primary">
              <Link href={`/p/${slug}/imagery`}>{cutting ? 'See how far' : 'Import pictures'}</Link>
            </Button>
          )
        }
      >
        {isAdmin
          ? 'Pictures are cut into chips by the grid of this project; people label the cells of a chip.'
          : 'An admin imports pictures; then chips to label wait here for you.'}
      </EmptyState>
    </Card>
  );
}
