'use client';
import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import { CommandKey } from '@/components/commands/command-key';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import { Avatar } from '@/components/ui/avatar';
import { Swatch } from '@/components/ui/swatch';
import type { Opinion } from '@/components/review/opinions';
import type { ClassView } from '@/lib/domain/class/schema';
import { UNLABELLED, classIndexOf } from '@/lib/domain/label/cell-code';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';

/** What each says of the cursor's cell. A press on one outlines everywhere it differs from the draft. */
export function OpinionPanel(props: {
  state: EditorState;
  opinions: readonly Opinion[];
  compared: number;
  differing: readonly number[];
  classes: readonly ClassView[];
  onCompare: (index: number) => void;
}) {
  const t = useTranslations('review');
  const words = useCodeLabel(props.classes);
  const { state, opinions, classes } = props;
  const cell = cellOf(state.labelling, state.cursor);
  const draft = state.labelling.cells[cell] ?? UNLABELLED;
  return (
    <>
      <ul className="flex flex-col gap-0.5">
        {opinions.map((opinion, index) => {
          const code = opinion.cells[cell] ?? UNLABELLED;
          const on = index === props.compared;
          return (
            <li key={opinion.id}>
              <button
                type="button"
                aria-pressed={on}
                title={t('outlineTheCellsInWhich', { name: opinion.name })}
                onClick={() => {
                  props.onCompare(index);
                }}
                className={clsx(
                  '-mx-2 flex min-h-9 w-[calc(100%+16px)] items-center gap-2 rounded-control px-2 text-left pointer-coarse:min-h-11',
                  on ? 'bg-bg-3' : 'hover:bg-bg-2',
                )}
              >
                <Avatar name={opinion.name} model={opinion.isModel} />
                <Swatch colour={colourOf(code, classes)} />
                <span
                  className={clsx(
                    'min-w-0 flex-1 truncate',
                    code !== draft && !(opinion.isWish && code === UNLABELLED) && 'font-medium',
                  )}
                >
                  {opinion.isWish && code === UNLABELLED ? t('leavesIt') : words(code)}
                </span>
                <span className="text-caption text-text-3">
                  {props.differing[index]
                    ? t('differsIn', { count: props.differing[index] })
                    : t('agrees')}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <p className="mt-2 text-caption leading-5 text-text-3">
        {t.rich('comparing', {
          t: () => <CommandKey id="compare" page="review" />,
          j: () => <CommandKey id="differenceNext" page="review" />,
          k: () => <CommandKey id="differencePrevious" page="review" />,
        })}
      </p>
    </>
  );
}

function colourOf(code: number, classes: readonly ClassView[]): string | null {
  return classes.find((c) => c.index === classIndexOf(code))?.colour ?? null;
}
