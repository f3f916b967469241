'use client';
import { useTranslations } from 'use-intl';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { SETTLED, settledBy } from '@/lib/domain/review/settle';
import type { SettledBy } from '@/lib/domain/review/settle';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';

/** By what the cursor's cell is settled, and how many cells by what, where several people labelled the chip. */
export function SettledWords(props: {
  state: EditorState;
  /** of the labels as they came */
  settled: Uint8Array;
  consensus: Uint8Array;
}) {
  const t = useTranslations('agreement.settled');
  const { cells } = props.state.labelling;
  // what was set since then a reviewer set
  const by = Array.from(props.settled, (byte, cell): SettledBy => {
    const code = cells[cell] ?? UNLABELLED;
    return code === (props.consensus[cell] ?? UNLABELLED) ? settledBy(byte) : 'reviewer';
  });
  const here = by[cellOf(props.state.labelling, props.state.cursor)] ?? 'nobody';
  const kinds = (Object.keys(SETTLED) as SettledBy[]).filter((kind) => by.includes(kind));
  return (
    <dl className="mt-2 flex flex-col gap-0.5 text-caption leading-5 text-text-3">
      <dt className="font-medium text-text-2">{t('title')}</dt>
      {kinds.map((kind) => (
        <dd
          key={kind}
          aria-current={kind === here || undefined}
          className={kind === here ? 'flex justify-between text-text-1' : 'flex justify-between'}
        >
          <span>{t(kind)}</span>
          <span>{t('counts', { count: by.filter((one) => one === kind).length })}</span>
        </dd>
      ))}
    </dl>
  );
}
