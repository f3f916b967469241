'use client';
import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import { CommandKey } from '@/components/commands/command-key';
import { ClassMark } from '@/components/workbench/class-mark';
import type { ClassView } from '@/lib/domain/class/schema';
import { ABSENT, UNSURE, UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';
import { countCodes } from '@/lib/editor/store';
import type { Labelling } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';

const OTHERS = [
  { code: ABSENT, label: 'absent' },
  { code: UNSURE, label: 'unsure' },
  { code: UNUSABLE, label: 'unusable' },
] as const;

/** The classes with their keys and counts on this chip; a press makes one the class of the next stroke. */
export function ClassPanel(props: {
  editor: EditorStore;
  state: EditorState;
  /** what is counted; left out: the labels on screen */
  counted?: Labelling;
  classes: readonly ClassView[];
  rule: string;
}) {
  const t = useTranslations('label');
  const { editor, state } = props;
  const counts = countCodes(props.counted ?? state.labelling);
  return (
    <>
      <ul className="flex flex-col">
        {props.classes.map((entry, place) => {
          const code = codeOfClass(entry.index);
          const on = state.activeCode === code;
          return (
            <li key={entry.id}>
              <button
                type="button"
                aria-pressed={on}
                title={entry.hint || undefined}
                onClick={() => {
                  editor.set({ activeCode: code });
                }}
                className={clsx(
                  '-mx-2 flex h-8 w-[calc(100%+16px)] items-center gap-2 rounded-control px-2 text-left pointer-coarse:h-11',
                  on ? 'bg-bg-3 font-medium' : 'hover:bg-bg-2',
                )}
              >
                <ClassMark colour={entry.colour} pattern={place} />
                <span className="min-w-0 flex-1 truncate">{entry.name}</span>
                <span className="text-text-2">{counts.get(code) ?? 0}</span>
                <CommandKey id={`class-${place + 1}`} />
              </button>
            </li>
          );
        })}
      </ul>
      <div className="mt-1 flex flex-wrap gap-1">
        {OTHERS.map(({ code, label }) => (
          <button
            key={code}
            type="button"
            aria-pressed={state.activeCode === code}
            onClick={() => {
              editor.set({ activeCode: code });
            }}
            className={clsx(
              'flex h-7 flex-auto items-center gap-1.5 rounded-control px-1 text-caption text-text-2 pointer-coarse:h-11',
              state.activeCode === code ? 'bg-bg-3 text-text-1' : 'hover:bg-bg-2',
            )}
          >
            <CommandKey id={label} />
            {t(`keys.${label}`)} <span className="text-text-3">{counts.get(code) ?? 0}</span>
          </button>
        ))}
      </div>
      <p className="mt-2 text-caption text-text-3">{props.rule}</p>
      {/* a finger has no pointer that rests on a class */}
      <dl className="text-caption text-text-3 pointer-fine:hidden">
        {props.classes.map(
          ({ id, name, hint }) =>
            hint !== '' && (
              <div key={id}>
                <dt className="inline font-medium">{name}: </dt>
                <dd className="inline">{hint}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}
