import { Card } from '@/components/ui/card';
import { IntervalBar } from '@/components/models/interval-bar';
import { Table } from '@/components/ui/table';
import type { AutomationBiasView, Rate } from '@/lib/domain/automation-bias/schema';
import { getTranslations } from '@/lib/i18n/server';

/** How far labels repeat wrong proposals, seen and control; in words what that means, and what is missing to say it. */
export async function AutomationBiasCard({ view }: { view: AutomationBiasView }) {
  const t = await getTranslations('queue.automationBias');
  return (
    <Card title={t('title')} note={t('note')}>
      <p className="text-text-2">
        {t('means')} {t('share', { percent: view.controlPercent })}
      </p>
      {view.lines.length === 0 ? (
        <p className="mt-3 text-text-2">{t('none')}</p>
      ) : (
        <Table stacks className="mt-3">
          <thead>
            <tr>
              <th>{t('who')}</th>
              <th>{t('version')}</th>
              <th>{t('seen')}</th>
              <th>{t('control')}</th>
            </tr>
          </thead>
          <tbody>
            {view.lines.map((line) => (
              <tr key={`${line.version.id} ${line.person?.userId ?? ''}`}>
                <td className={line.person ? '' : 'font-medium'}>
                  {line.person?.name ?? t('everybody')}
                </td>
                <td data-label={t('version')}>{line.version.name}</td>
                <td data-label={t('seen')}>
                  <RateCell rate={line.shown} needs={line.needs.shown} />
                </td>
                <td data-label={t('control')}>
                  <RateCell rate={line.control} needs={line.needs.control} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

async function RateCell({ rate, needs }: { rate: Rate; needs: number }) {
  const t = await getTranslations('queue.automationBias');
  if (needs > 0) {
    return (
      <span className="text-text-3">
        {t('needs', { count: needs })} <span className="text-caption">n = {rate.n}</span>
      </span>
    );
  }
  const percent = (share: number): string => `${String(Math.round(100 * share))} %`;
  return (
    <>
      {t('rate', {
        rate: percent(rate.rate ?? 0),
        low: percent(rate.low),
        high: percent(rate.high),
        n: rate.n,
      })}
      <IntervalBar value={rate.rate} low={rate.low} high={rate.high} />
    </>
  );
}
