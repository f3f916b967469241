'use client';
import { Undo2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import { Button } from '@/components/ui/button';
import { Swatch } from '@/components/ui/swatch';
import type { ClassView } from '@/lib/domain/class/schema';
import {
  ABSENT,
  UNLABELLED,
  UNSURE,
  UNUSABLE,
  classIndexOf,
  codeOfClass,
} from '@/lib/domain/label/cell-code';
import { keyHint } from '@/lib/editor/commands/keys';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { toldOutput } from '@/lib/editor/prediction';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/store';

interface BarProps {
  commands: readonly Command[];
  context: CommandContext;
  state: EditorState;
  shown: number;
  busy: boolean;
}

/** Progress in words and the three acts that end a chip. */
export function ActionBar(props: BarProps) {
  const t = useTranslations('label');
  const { state, shown } = props;
  const size = state.labelling.cells.length;
  const unseen = state.labelling.cells.reduce((n, code) => n + (code === UNLABELLED ? 1 : 0), 0);
  return (
    <footer
      data-tour="acts"
      className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 whitespace-nowrap max-sm:h-auto max-sm:border-0 max-sm:pt-1 max-sm:pb-3"
    >
      <p className="min-w-0 flex-1 truncate text-text-2 max-sm:hidden" aria-live="off">
        {t.rich('decidedOf', {
          decided: size - unseen,
          size,
          part: (chunks) => <span className="font-medium text-text-1">{chunks}</span>,
          shown,
          unseen: Math.max(0, unseen - shown),
        })}
      </p>
      <Act
        {...props}
        id="rest-absent"
        words={t('acts.restAbsent')}
        short={t('acts.restAbsentShort')}
      />
      <Act
        {...props}
        id="accept"
        words={t('acts.accept', { count: shown })}
        short={t('acts.acceptShort', { count: shown })}
      />
      <Act {...props} id="submit" words={t('acts.submit')} short={t('acts.submitShort')} primary />
    </footer>
  );
}

function Act(props: BarProps & { id: string; words: string; short: string; primary?: boolean }) {
  const labels = useCommandLabels();
  const command = props.commands.find((c) => c.id === props.id);
  if (!command) return null;
  const able = command.enabled(props.context);
  return (
    <Button
      variant={props.primary ? 'primary' : 'plain'}
      className="max-sm:h-12! max-sm:min-w-0 max-sm:flex-1 max-sm:px-1 max-sm:[&_kbd]:hidden"
      disabled={able !== true}
      busy={props.primary === true && props.busy}
      {...(command.keys[0] === undefined ? {} : { keys: keyHint(command.keys[0]) })}
      {...(able === true ? {} : { title: labels.why(able) })}
      onClick={() => {
        command.run(props.context);
      }}
    >
      <span className="max-sm:hidden">{props.words}</span>
      <span className="sm:hidden">{props.short}</span>
    </Button>
  );
}

const OTHERS = [
  { code: ABSENT, key: 'absent' },
  { code: UNSURE, key: 'unsure' },
  { code: UNUSABLE, key: 'unusable' },
] as const;

/** On a phone: the cell in words and the classes under the thumb. */
export function PhoneClasses(props: BarProps & { classes: readonly ClassView[] }) {
  const t = useTranslations('label');
  const words = useCodeLabel(props.classes);
  const { state, context, classes } = props;
  const cell = cellOf(state.labelling, state.cursor);
  const code = state.labelling.cells[cell] ?? UNLABELLED;
  const top = toldOutput(state.prediction, cell);
  const pick = (value: number) => () => {
    context.editor.set({ activeCode: value });
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
              probability: top.probability.toFixed(2),
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
            context.editor.undo();
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

/** The cell under the cursor in words, for the live region. */
export function CellDescription(props: {
  state: EditorState;
  classes: readonly Pick<ClassView, 'index' | 'name'>[];
}) {
  const t = useTranslations('label');
  const { state } = props;
  const words = useCodeLabel(props.classes);
  const cell = cellOf(state.labelling, state.cursor);
  const place = { row: state.cursor.row + 1, col: state.cursor.col + 1 };
  const code = words(state.labelling.cells[cell] ?? UNLABELLED);
  const top = toldOutput(state.prediction, cell);
  if (!top || classIndexOf(top.code) === null) return t('cellWords', { ...place, code });
  const claim = words(top.code);
  return t('cellWordsModel', { ...place, code, claim, probability: top.probability.toFixed(2) });
}
