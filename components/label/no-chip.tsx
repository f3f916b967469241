'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { CurrentChip } from '@/lib/client/session/session-state';
import type { EmptyReason } from '@/lib/domain/queue/schema';

/** What stands in place of the workbench while no chip is on screen. */
export function NoChip(props: {
  current: Exclude<CurrentChip, { kind: 'open' }>;
  slug: string;
  archived: boolean;
  onAgain: () => void;
}) {
  const t = useTranslations('session');
  const { current } = props;
  if (current.kind === 'loading') return <Skeleton className="size-[min(80vh,80vw)]" />;
  const isArchived = props.archived && current.kind !== 'missing';
  const { title, words } = isArchived
    ? { title: t('waiting.archived'), words: t('waiting.archivedWords') }
    : describe(current, t);
  return (
    <EmptyState
      page
      title={title}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {!isArchived && <Button onClick={props.onAgain}>{t('waiting.again')}</Button>}
          <Button asChild variant="primary">
            <Link href={`/p/${props.slug}`}>{t('waiting.overview')}</Link>
          </Button>
        </div>
      }
    >
      {words}
    </EmptyState>
  );
}

function describe(
  current: Exclude<CurrentChip, { kind: 'open' | 'loading' }>,
  t: ReturnType<typeof useTranslations<'session'>>,
): { title: string; words: string } {
  if (current.kind === 'missing') {
    const { number } = current;
    return { title: t('waiting.missing', { number }), words: t('waiting.missingWords') };
  }
  if (current.kind === 'failed') {
    const { message } = current;
    return { title: t('waiting.failed'), words: t('waiting.failedWords', { message }) };
  }
  return current.why === null
    ? { title: t('waiting.offline'), words: t('waiting.offlineWords') }
    : { title: t('waiting.empty'), words: describeReason(current.why, t) };
}

function describeReason(
  lack: EmptyReason,
  t: ReturnType<typeof useTranslations<'session'>>,
): string {
  switch (lack.code) {
    case 'full':
      return t('why.full', lack);
    case 'withOthers':
      return t('why.withOthers', lack);
    case 'allLabelled':
      return t('why.allLabelled', lack);
    case 'noImagery':
    case 'noneInArea':
    case 'noneInFilter':
    case 'noneReturned':
    case 'practice':
      return t(`why.${lack.code}`);
  }
}
