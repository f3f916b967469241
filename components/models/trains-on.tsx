'use client';
import { useTranslations } from 'use-intl';
/** The sentences of what a training would learn from. */
export function TrainsOn(props: { lines: readonly string[]; snapshot: number | null }) {
  const t = useTranslations('models');
  return (
    <ul className="flex flex-col gap-1 text-caption text-text-2">
      {props.lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      <li>
        {props.snapshot === null
          ? t('aNewSnapshotIsFrozen')
          : t('theSameLabelsAsSnapshot', { snapshot: props.snapshot })}
      </li>
    </ul>
  );
}
