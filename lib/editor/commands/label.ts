import { ABSENT, UNLABELLED, UNSURE, UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';
import { personalThreshold, thresholdRange } from '@/lib/domain/proposal/thresholds';
import { always, writable } from '@/lib/editor/commands/command';
import type { Command } from '@/lib/editor/commands/command';

/** Keys 1 to 9: the class becomes the active one and is given to the cursor's cell. */
export function classCommand(place: number, entry: { index: number; name: string }): Command {
  return {
    id: `class-${place + 1}`,
    name: entry.name,
    group: 'label',
    keys: place < 9 ? [String(place + 1)] : [],
    enabled: writable,
    run: ({ editor }) => {
      editor.set({ activeCode: codeOfClass(entry.index) });
      editor.mark(codeOfClass(entry.index));
    },
  };
}

function mark(id: Command['id'], keys: readonly string[], code: number): Command {
  return {
    id,
    group: 'label',
    keys,
    enabled: writable,
    run: ({ editor }) => {
      editor.mark(code);
    },
  };
}

function threshold(id: Command['id'], key: string, step: number): Command {
  return {
    id,
    group: 'proposals',
    keys: [key],
    enabled: ({ editor }) => {
      const { prediction } = editor.getState();
      if (!prediction) return { why: 'noProposals' };
      return prediction.withheld ? { why: 'withheld' } : true;
    },
    run: ({ editor }) => {
      const { prediction, thresholds } = editor.getState();
      const value = thresholdRange(thresholds, prediction?.outputs ?? []).from + step;
      const rounded = Math.round(Math.min(0.99, Math.max(0.05, value)) * 100) / 100;
      editor.set({ thresholds: personalThreshold(rounded) });
    },
  };
}

const STEPS = [
  ['Up', 'ArrowUp', -1, 0],
  ['Down', 'ArrowDown', 1, 0],
  ['Left', 'ArrowLeft', 0, -1],
  ['Right', 'ArrowRight', 0, 1],
] as const;

export const MOVE_COMMANDS: readonly Command[] = STEPS.flatMap(
  ([where, key, rows, cols]): Command[] => [
    {
      id: `move${where}`,
      group: 'move',
      keys: [key],
      enabled: always,
      run: ({ editor }) => {
        editor.moveCursor(rows, cols, false);
      },
    },
    {
      id: `paint${where}`,
      group: 'label',
      keys: [`Shift+${key}`],
      enabled: writable,
      run: ({ editor }) => {
        editor.moveCursor(rows, cols, true);
      },
    },
  ],
);

export const LABEL_COMMANDS: readonly Command[] = [
  mark('absent', ['0'], ABSENT),
  mark('unsure', ['U'], UNSURE),
  mark('unusable', ['X'], UNUSABLE),
  mark('clear', ['Backspace', 'Delete'], UNLABELLED),
  {
    id: 'restAbsent',
    group: 'label',
    keys: ['R'],
    enabled: (context) => {
      const { labelling, seen } = context.editor.getState();
      if (seen.size === 0) return { why: 'noPicture' };
      const open = [...seen].some((cell) => labelling.cells[cell] === UNLABELLED);
      return open ? writable(context) : { why: 'allDecided' };
    },
    run: ({ editor, page }) => {
      if (editor.openProposals().length > 0) page.restAbsent();
      else editor.markRestAbsent('absent');
    },
  },
  {
    id: 'undo',
    group: 'label',
    keys: ['Ctrl+Z'],
    enabled: ({ editor, page }) =>
      editor.getState().history.done.length > 0 || page.undoBefore
        ? true
        : { why: 'nothingToUndo' },
    run: ({ editor, page }) => {
      if (editor.getState().history.done.length > 0) editor.undo();
      else page.undoBefore?.();
    },
    repeats: ({ editor }) => editor.getState().history.done.length > 0,
  },
  {
    id: 'redo',
    group: 'label',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    enabled: ({ editor }) =>
      editor.getState().history.undone.length > 0 ? true : { why: 'nothingToRedo' },
    run: ({ editor }) => {
      editor.redo();
    },
  },
  {
    id: 'acceptCell',
    group: 'proposals',
    keys: ['Shift+Enter'],
    enabled: (context) =>
      context.editor.tools.proposalAtCursor() ? writable(context) : { why: 'noProposalHere' },
    run: ({ editor }) => {
      editor.tools.acceptAtCursor();
    },
  },
  threshold('thresholdDown', '[', -0.05),
  threshold('thresholdUp', ']', 0.05),
];

/** On the review page a whole chip is accepted, never its proposals. */
export const ACCEPT_COMMAND: Command = {
  id: 'accept',
  group: 'proposals',
  keys: ['Enter'],
  enabled: (context) =>
    context.editor.shown().length > 0 ? writable(context) : { why: 'noneShown' },
  run: ({ editor }) => {
    editor.accept();
  },
};
