'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import { UNLABELLED, classIndexOf } from '@/lib/domain/label/cell-code';
import { shownOutput } from '@/lib/editor/prediction';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';
import { fixed } from '@/lib/i18n/fixed';

/** The cell under the cursor in words, for the live region. */
export function CellDescription(props: {
  state: EditorState;
  classes: readonly Pick<ClassView, 'index' | 'name'>[];
}) {
  const t = useTranslations('label');
  const format = useFormatter();
  const { state } = props;
  const words = useCodeLabel(props.classes);
  const cell = cellOf(state.labelling, state.cursor);
  const place = { row: state.cursor.row + 1, col: state.cursor.col + 1 };
  const code = words(state.labelling.cells[cell] ?? UNLABELLED);
  const top = shownOutput(state.prediction, cell);
  if (!top || classIndexOf(top.code) === null) return t('cellWords', { ...place, code });
  const claim = words(top.code);
  return t('cellWordsModel', {
    ...place,
    code,
    claim,
    probability: format.number(top.probability, fixed(2)),
  });
}
