'use client';
import { Undo2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import { Swatch } from '@/components/ui/swatch';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import { ABSENT, UNLABELLED, UNSURE, UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';
import { shownOutput } from '@/lib/editor/prediction';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';
import { fixed } from '@/lib/i18n/fixed';

const OTHERS = [
  { code: ABSENT, key: 'absent' },
  { code: UNSURE, key: 'unsure' },
  { code: UNUSABLE, key: 'unusable' },
] as const;

/** On a phone: the cell in words and the classes under the thumb. */
export function PhoneClasses(props: {
  editor: EditorStore;
  state: EditorState;
  classes: readonly ClassView[];
}) {
  const t = useTranslations('label');
  const format = useFormatter();
  const words = useCodeLabel(props.classes);
  const { editor, state, classes } = props;
  const cell = cellOf(state.labelling, state.cursor);
  const code = state.labelling.cells[cell] ?? UNLABELLED;
  const top = shownOutput(state.prediction, cell);
  const pick = (value: number) => () => {
    editor.set({ activeCode: value });
  };
  return (
    <section
      aria-label={t('classes')}
      data-tour="classes"
      className="border-t border-line bg-bg-1 px-3 pt-2 pb-1 sm:hidden"
    >
      <p className="flex h-8 items-center gap-2 text-caption text-text-2">
        {t.rich('cellIs', {
          row: state.cursor.row + 1,
          col: state.cursor.col + 1,
          code: words(code),
          part: (chunks) => <span className="font-medium text-text-1">{chunks}</span>,
        })}
        {top && (
          <span className="ml-auto text-text-3">
            {t('modelCodeProbability', {
              code: words(top.code),
              probability: format.number(top.probability, fixed(2)),
            })}
          </span>
        )}
      </p>
      <div className="grid auto-cols-fr grid-flow-col gap-2 overflow-x-auto">
        {classes.map((entry) => (
          <PhoneKey
            key={entry.id}
            on={state.activeCode === codeOfClass(entry.index)}
            onClick={pick(codeOfClass(entry.index))}
          >
            <Swatch colour={entry.colour} />
            {entry.name}
          </PhoneKey>
        ))}
      </div>
      <div className="mt-2 flex gap-2 [&>button]:flex-auto">
        {OTHERS.map(({ code: value, key }) => (
          <PhoneKey key={value} on={state.activeCode === value} onClick={pick(value)}>
            {t(`keys.${key}`)}
          </PhoneKey>
        ))}
        <PhoneKey
          on={false}
          onClick={() => {
            editor.undo();
          }}
        >
          <Undo2 aria-hidden className="size-4 shrink-0" /> {t('undo')}
        </PhoneKey>
      </div>
    </section>
  );
}

function PhoneKey(props: { on: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={props.on}
      onClick={props.onClick}
      className={`flex min-h-11 min-w-18 items-center justify-center gap-1.5 rounded-control border px-1 text-caption ${props.on ? 'border-text-2 bg-bg-3' : 'border-line bg-bg-2'}`}
    >
      {props.children}
    </button>
  );
}
