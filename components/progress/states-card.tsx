import { CHIP_STATES } from '@/components/project/chip-bar';
import { BarChart } from '@/components/ui/bar-chart';
import { Card } from '@/components/ui/card';
import type { ProgressView } from '@/lib/domain/progress/schema';
import { getTranslations } from '@/lib/i18n/server';

/** So many times the labelled chips, those that are not would leave no bar of the labelled ones to see. */
const TOO_MANY = 3;

/** Chips by state at the end of each day. */
export async function StatesCard({ view }: { view: ProgressView }) {
  const t = await getTranslations('progress.states');
  const states = await getTranslations('common.chipStatus');
  const last = view.states.at(-1)?.chips;
  const untouched = last?.UNTOUCHED ?? 0;
  const begun = Object.values(last ?? {}).reduce((sum, n) => sum + n, -untouched);
  const isLeftOut = begun > 0 && untouched > TOO_MANY * begun;
  const series = CHIP_STATES.filter(({ status }) => status !== 'UNTOUCHED' || !isLeftOut).map(
    ({ status, fill }) => ({
      ...{ key: status, name: states(status) },
      ...(status === 'RETURNED' ? { fill: 'var(--accent)', hatched: true } : { fill }),
    }),
  );
  return (
    <Card
      title={t('title')}
      note={isLeftOut ? t('leftOut', { count: untouched }) : t('note', { step: view.step })}
    >
      <BarChart
        title={t('chart')}
        days={view.days.map(({ day }) => day)}
        last={view.to}
        step={view.step}
        series={series}
        groups={[
          {
            name: null,
            values: Object.fromEntries(
              series.map(({ key }) => [key, view.states.map(({ chips }) => chips[key])]),
            ),
          },
        ]}
        height={196}
      />
    </Card>
  );
}
