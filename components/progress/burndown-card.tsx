import Link from 'next/link';
import { describeNextTraining } from '@/components/project/describe-next-training';
import { BarChart } from '@/components/ui/bar-chart';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { Burndown, Forecast } from '@/lib/domain/progress/schema';
import { DATE_LOCALES } from '@/lib/i18n/locales';
import { getLocale, getTranslations } from '@/lib/i18n/server';

/** What is missing until the next training may begin, and when that will be by the pace of the last seven days. */
export async function BurndownCard(props: {
  slug: string;
  burndown: Burndown;
  isReviewer: boolean;
  isAdmin: boolean;
}) {
  const { slug, burndown, isReviewer, isAdmin } = props;
  const { next, waiting, recent, forecast } = burndown;
  const t = await getTranslations('progress.burndown');
  const project = await getTranslations('project');
  const described = describeNextTraining(next, await getTranslations('project.next'));
  const missing = 'missing' in forecast ? forecast.missing : null;
  return (
    <Card title={t('title')}>
      <p className="text-lead font-semibold">{described.title}</p>
      {next.fraction !== null && (
        <div className="my-2">
          <ProgressBar label={project('confirmedChipsForTheNext')} value={next.fraction} />
        </div>
      )}
      <p className="text-caption text-text-2">{described.detail}</p>
      <ForecastWords forecast={forecast} />
      {missing !== null && waiting > 0 && (
        <p className="mt-2 text-text-2">
          {t(waiting >= missing ? 'waitingIsEnough' : 'waiting', { count: waiting })}
        </p>
      )}
      <div className="mt-3 flex gap-2 empty:hidden">
        {isReviewer && missing !== null && waiting > 0 && (
          <Button asChild>
            <Link href={`/p/${slug}/review`}>{t('review')}</Link>
          </Button>
        )}
        {isAdmin && next.ready && (
          <Button asChild variant="primary">
            <Link href={`/p/${slug}/models`}>{project('retrain')}</Link>
          </Button>
        )}
      </div>
      {recent.some(({ chips }) => chips > 0) && (
        <div className="mt-4">
          <h3 className="mb-1">{t('recent')}</h3>
          <BarChart
            title={t('recent')}
            days={recent.map(({ day }) => day)}
            last={recent.at(-1)?.day ?? ''}
            step="day"
            series={[{ key: 'confirmed', name: t('confirmed'), fill: 'var(--accent)' }]}
            groups={[{ name: null, values: { confirmed: recent.map(({ chips }) => chips) } }]}
            height={56}
          />
        </div>
      )}
    </Card>
  );
}

async function ForecastWords({ forecast }: { forecast: Forecast }) {
  const t = await getTranslations('progress.burndown');
  const locale = await getLocale();
  const words = (day: string | null): string =>
    day === null
      ? t('farAway')
      : new Date(day).toLocaleDateString(DATE_LOCALES[locale], {
          ...{ timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' },
        });
  if (forecast.kind === 'ready' || forecast.kind === 'training' || forecast.kind === 'pictures') {
    return null;
  }
  if (forecast.kind !== 'day') return <p className="mt-3">{t(forecast.kind)}</p>;
  const { likely, early, late, pace } = forecast;
  if (likely === null) return <p className="mt-3">{t('beyond', { pace })}</p>;
  return (
    <>
      <p className="mt-3">{t('likely', { pace, day: words(likely) })}</p>
      <p className="text-caption text-text-3">
        {early === late ? t('certain') : t('range', { early: words(early), late: words(late) })}
      </p>
    </>
  );
}
