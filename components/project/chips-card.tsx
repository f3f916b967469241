import Link from 'next/link';
import { CHIP_STATES, ChipBar, confirmedPercent } from '@/components/project/chip-bar';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { EmptyState } from '@/components/ui/empty-state';
import type { ChipCounts } from '@/lib/domain/project/schema';
import { getTranslations } from '@/lib/i18n/server';

/** How far the project's chips are; before the first chip, what to do. */
export async function ChipsCard(props: {
  slug: string;
  counts: ChipCounts;
  /** those not labelled yet that are excluded from labelling */
  excluded: number;
  cells: number;
  assets: number;
  isAdmin: boolean;
}) {
  const t = await getTranslations('project');
  const states = await getTranslations('common.chipStatus');
  const { slug, counts, excluded, cells, assets, isAdmin } = props;
  if (counts.total === 0) return <NoChips slug={slug} assets={assets} isAdmin={isAdmin} />;
  return (
    <Card
      title={t('chips')}
      note={t('totalInTheProjectCells', { total: counts.total, cells })}
      actions={
        <span className="text-caption text-text-2">
          {t.rich('countsConfirmed', {
            counts: confirmedPercent(counts),
            part: (chunks) => <span className="font-semibold text-text-1">{chunks}</span>,
          })}
        </span>
      }
    >
      <ChipBar counts={counts} />
      <dl className="mt-3 grid grid-cols-2 gap-y-3 sm:grid-cols-5">
        {CHIP_STATES.map(({ status, fill }) => (
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
              {states(status)}
            </dt>
            <dd className="text-page font-semibold">
              <Count of={counts[status]} />
            </dd>
          </div>
        ))}
      </dl>
      {excluded > 0 && (
        <p className="mt-2 text-caption text-text-3">
          {t('excludedOfThese', { excluded, count: counts.UNTOUCHED })}
        </p>
      )}
    </Card>
  );
}

async function NoChips({
  slug,
  assets,
  isAdmin,
}: {
  slug: string;
  assets: number;
  isAdmin: boolean;
}) {
  const t = await getTranslations('project');
  const cutting = assets > 0;
  return (
    <Card>
      <EmptyState
        title={cutting ? t('theFirstPicturesAreBeing') : t('noPicturesYet')}
        action={
          isAdmin && (
            <Button asChild variant="primary">
              <Link href={`/p/${slug}/imagery`}>
                {cutting ? t('seeHowFar') : t('importPictures')}
              </Link>
            </Button>
          )
        }
      >
        {isAdmin ? t('picturesAreCut') : t('anAdminImportsPicturesThen')}
      </EmptyState>
    </Card>
  );
}
