'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { CommandKey } from '@/components/commands/command-key';
import { useParts } from '@/components/editor/use-parts';
import { ClassMark } from '@/components/workbench/class-mark';
import type { ClassView } from '@/lib/domain/class/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';
import { rankedOutputs } from '@/lib/domain/proposal/prediction';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorStore } from '@/lib/editor/store';
import { fixed } from '@/lib/i18n/fixed';

const HOVER = [
  ...(['hover', 'draft', 'view', 'frame', 'lattice', 'prediction'] as const),
  ...(['labelling', 'thresholds', 'overlay', 'hidden', 'blink', 'compare'] as const),
] as const;
/** Room that the note needs at the right of its cell and below its top. */
const ROOM = { width: 210, height: 56 };

/** Beside the pointer: what the proposal under it says. A small layer of its own, so that hovering draws nothing else anew. */
export function HoverNote(props: { editor: EditorStore; classes: readonly ClassView[] }) {
  const { editor, classes } = props;
  const t = useTranslations('display.hover');
  const format = useFormatter();
  const state = useParts(editor, HOVER);
  const { hover, view, lattice, frame, prediction } = state;
  if (!hover || !prediction || state.draft.length > 0) return null;
  if (state.blink !== 'off' || state.compare === 'held') return null;
  const cell = cellOf(state.labelling, hover);
  const shown = editor.shown();
  const proposal = shown.find((one) => one.cell === cell);
  if (!proposal) return null;
  const place = classes.findIndex((one) => one.index === classIndexOf(proposal.code));
  const found = classes[place];
  const next = rankedOutputs(prediction, cell).find((one) => one.code !== proposal.code);
  const side = lattice.cellPx * view.scale;
  const right = view.x + (hover.col + 0.5) * side;
  const left = right + ROOM.width > frame.width ? right - ROOM.width - 12 : right + 12;
  const below = view.y + (hover.row + 0.5) * side + 8;
  const top = below + ROOM.height > frame.height ? below - ROOM.height - 24 : below;
  return (
    <div
      data-hover-note
      className="pointer-events-none absolute z-10 rounded-control bg-[rgb(11_12_14/0.92)] px-2.5 py-1.5 text-caption whitespace-nowrap text-white shadow-float"
      style={{ left, top }}
    >
      <p className="flex items-center gap-1.5 font-medium">
        {found && <ClassMark colour={found.colour} pattern={place} />}
        {found?.name} {format.number(proposal.probability, fixed(2))}
        {prediction.preview && <span className="font-normal text-[#b0b6c0]">{t('preview')}</span>}
      </p>
      <p className="text-[#b0b6c0]">
        {next && `${next.name} ${format.number(next.probability, fixed(2))} · `}
        {t.rich('accept', { count: shown.length, key: () => <CommandKey id="accept" /> })}
      </p>
    </div>
  );
}
