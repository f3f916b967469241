import { getTranslations } from '@/lib/i18n/server';

/** Active time as "3 h 20 min". */
export async function ActiveTime({ ms }: { ms: number }) {
  const t = await getTranslations('progress');
  const all = Math.round(ms / 60_000);
  const [hours, minutes] = [Math.floor(all / 60), all % 60];
  if (ms > 0 && all === 0) return <span className="whitespace-nowrap">{t('underAMinute')}</span>;
  return (
    <span className="whitespace-nowrap">
      {hours > 0 ? t('hoursMinutes', { hours, minutes }) : t('minutes', { minutes })}
    </span>
  );
}
