import { Count } from '@/components/ui/count';
import { getLocale, getTranslations } from '@/lib/i18n/server';
/** A share or score with its 95 % interval and n, as "0.781 0.73 to 0.83 n 412"; a dash where it could not be measured. */
export async function Measure(props: {
  value: number | null;
  low: number | null;
  high: number | null;
  n?: number;
  digits?: number;
}) {
  const t = await getTranslations('shell');
  const locale = await getLocale();
  const decimals = (n: number, digits: number) =>
    n.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const digits = props.digits ?? 3;
  if (props.value === null) return <span className="text-text-3">–</span>;
  return (
    <span className="whitespace-nowrap">
      <span className="font-semibold">{decimals(props.value, digits)}</span>{' '}
      {props.low !== null && props.high !== null && (
        <span className="text-caption text-text-2">
          {t('lowToHigh', { low: decimals(props.low, 2), high: decimals(props.high, 2) })}
        </span>
      )}{' '}
      {props.n !== undefined && (
        <span className="text-caption text-text-3">
          n <Count of={props.n} />
        </span>
      )}
    </span>
  );
}
