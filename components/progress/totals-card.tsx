import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { ActiveTime } from '@/components/progress/active-time';
import type { ProgressView } from '@/lib/domain/progress/schema';
import { getTranslations } from '@/lib/i18n/server';

/** What everybody together did in the period. */
export async function TotalsCard({ view }: { view: ProgressView }) {
  const t = await getTranslations('progress.totals');
  const { total } = view;
  const figures = [
    [t('submitted'), <Count key="n" of={total.submitted} />],
    [t('accepted'), <Count key="n" of={total.accepted} />],
    [t('sentBack'), <Count key="n" of={total.sentBack} />],
    [t('cells'), <Count key="n" of={total.cells} />],
    [t('active'), <ActiveTime key="n" ms={total.activeMs} />],
  ] as const;
  return (
    <Card title={t('title')}>
      <dl className="grid grid-cols-2 gap-y-3 sm:grid-cols-5">
        {figures.map(([name, value]) => (
          <div
            key={name}
            className="flex flex-col-reverse border-line sm:border-l sm:pl-3 sm:first:border-l-0 sm:first:pl-0"
          >
            <dt className="text-caption text-text-2">{name}</dt>
            <dd className="text-page font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
