import { ABSENT, UNSEEN, UNSURE, UNUSABLE, codeOfClass } from '@/lib/domain/label/cell-code';
import type { EditorStore } from '@/lib/editor/store';

/** What a command may use: the editor, and what only the page can do. */
export interface CommandContext {
  readonly editor: EditorStore;
  readonly classes: readonly { index: number; name: string }[];
  readonly page: {
    /** null: this page has no such act */
    readonly submit: (() => void) | null;
    readonly next: (() => void) | null;
    readonly previous: (() => void) | null;
    readonly help: () => void;
  };
}

/** One act of the workbench, declared once: buttons, tooltips, help and keys all read it. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: 'Move' | 'Label' | 'Proposals' | 'View' | 'Chip';
  readonly keys: readonly string[];
  /** true, or in words why not now: shown when its key is pressed in vain */
  readonly enabled: (context: CommandContext) => true | string;
  readonly run: (context: CommandContext) => void;
}

const always = (): true => true;
const writable = ({ editor }: CommandContext): true | string =>
  editor.getState().readOnly ? 'This chip is shown only: it cannot be changed here.' : true;

type Step = readonly [key: string, words: string, rows: number, cols: number];
const STEPS: readonly Step[] = [
  ['ArrowUp', 'up', -1, 0],
  ['ArrowDown', 'down', 1, 0],
  ['ArrowLeft', 'left', 0, -1],
  ['ArrowRight', 'right', 0, 1],
];

function moves(): Command[] {
  return STEPS.flatMap(([key, words, rows, cols]): Command[] => [
    {
      id: `move-${words}`,
      label: `Move the cursor ${words}`,
      group: 'Move',
      keys: [key],
      enabled: always,
      run: ({ editor }) => {
        editor.moveCursor(rows, cols, false);
      },
    },
    {
      id: `paint-${words}`,
      label: `Paint ${words}`,
      group: 'Label',
      keys: [`Shift+${key}`],
      enabled: writable,
      run: ({ editor }) => {
        editor.moveCursor(rows, cols, true);
      },
    },
  ]);
}

function mark(id: string, label: string, key: string[], code: number): Command {
  return {
    id,
    label,
    group: 'Label',
    keys: key,
    enabled: writable,
    run: ({ editor }) => {
      editor.mark(code);
    },
  };
}

/** Keys 1 to 9: the class becomes the active one and is given to the cursor's cell. */
function classCommand(index: number, place: number, name: string): Command {
  return {
    id: `class-${String(index)}`,
    label: name,
    group: 'Label',
    keys: place < 9 ? [String(place + 1)] : [],
    enabled: writable,
    run: ({ editor }) => {
      editor.set({ activeCode: codeOfClass(index) });
      editor.mark(codeOfClass(index));
    },
  };
}

function threshold(id: string, label: string, key: string, step: number): Command {
  return {
    id,
    label,
    group: 'Proposals',
    keys: [key],
    enabled: ({ editor }) =>
      editor.getState().probabilities ? true : 'There are no proposals on this chip.',
    run: ({ editor }) => {
      const value = editor.getState().threshold + step;
      editor.set({ threshold: Math.round(Math.min(0.99, Math.max(0.05, value)) * 100) / 100 });
    },
  };
}

function zoom(id: string, label: string, keys: string[], factor: number): Command {
  return {
    id,
    label,
    group: 'View',
    keys,
    enabled: always,
    run: ({ editor }) => {
      editor.zoom(factor);
    },
  };
}

const EDITING: readonly Command[] = [
  {
    id: 'toggle',
    label: 'Give or take the active class',
    group: 'Label',
    keys: ['Space'],
    enabled: writable,
    run: ({ editor }) => {
      editor.toggleCursor();
    },
  },
  mark('absent', 'Absent', ['0'], ABSENT),
  mark('unsure', 'Unsure', ['U'], UNSURE),
  mark('unusable', 'Unusable', ['X'], UNUSABLE),
  mark('clear', 'Clear the cell', ['Backspace', 'Delete'], UNSEEN),
  {
    id: 'rest-absent',
    label: 'Rest are absent',
    group: 'Label',
    keys: ['R'],
    enabled: (context) => {
      const { sheet, seen } = context.editor.getState();
      if (seen.size === 0) return 'The picture has not come yet: absent is for cells that you saw.';
      const open = [...seen].some((cell) => sheet.cells[cell] === UNSEEN);
      return open ? writable(context) : 'Every cell that was on screen is decided.';
    },
    run: ({ editor }) => {
      editor.markRestAbsent();
    },
  },
  {
    id: 'undo',
    label: 'Undo',
    group: 'Label',
    keys: ['Ctrl+Z'],
    enabled: ({ editor }) =>
      editor.getState().history.done.length > 0 ? true : 'There is nothing to undo on this chip.',
    run: ({ editor }) => {
      editor.undo();
    },
  },
  {
    id: 'redo',
    label: 'Redo',
    group: 'Label',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    enabled: ({ editor }) =>
      editor.getState().history.undone.length > 0 ? true : 'There is nothing to redo.',
    run: ({ editor }) => {
      editor.redo();
    },
  },
  {
    id: 'accept',
    label: 'Accept proposals',
    group: 'Proposals',
    keys: ['Enter'],
    enabled: (context) =>
      context.editor.shown().length > 0 ? writable(context) : 'No proposal is shown on this chip.',
    run: ({ editor }) => {
      editor.accept();
    },
  },
  threshold('threshold-down', 'Show more proposals', '[', -0.05),
  threshold('threshold-up', 'Show fewer proposals', ']', 0.05),
];

const VIEWING: readonly Command[] = [
  ...(['brush', 'rectangle', 'pan'] as const).map((tool): Command => ({
    id: `tool-${tool}`,
    label: { brush: 'Brush', rectangle: 'Rectangle', pan: 'Pan' }[tool],
    group: 'View',
    keys: [{ brush: 'D', rectangle: 'V', pan: 'G' }[tool]],
    enabled: always,
    run: ({ editor }) => {
      editor.set({ tool });
    },
  })),
  {
    id: 'hide',
    label: 'Hide or show the overlay',
    group: 'View',
    keys: ['H'],
    enabled: always,
    run: ({ editor }) => {
      editor.set({ hidden: !editor.getState().hidden });
    },
  },
  zoom('zoom-in', 'Zoom in', ['+', '='], 1.25),
  zoom('zoom-out', 'Zoom out', ['-'], 0.8),
  {
    id: 'fit',
    label: 'Fit the chip',
    group: 'View',
    keys: ['\\'],
    enabled: always,
    run: ({ editor }) => {
      editor.fit();
    },
  },
];

function pageCommand(
  id: 'submit' | 'next' | 'previous',
  label: string,
  key: string,
  missing: string,
): Command {
  return {
    id,
    label,
    group: 'Chip',
    keys: [key],
    enabled: ({ page }) => (page[id] ? true : missing),
    run: ({ page }) => {
      page[id]?.();
    },
  };
}

/** All commands of the workbench for a project's classes, in the order of the help. */
export function commandsFor(classes: CommandContext['classes']): readonly Command[] {
  return [
    ...classes.map((c, place) => classCommand(c.index, place, c.name)),
    ...EDITING,
    ...moves(),
    ...VIEWING,
    pageCommand('submit', 'Submit & next', 'S', 'There is nothing to submit here.'),
    pageCommand('next', 'Next chip', 'N', 'This is the last chip.'),
    pageCommand('previous', 'Previous chip', 'P', 'This is the first chip.'),
    {
      id: 'help',
      label: 'All keys',
      group: 'View',
      keys: ['?'],
      enabled: always,
      run: ({ page }) => {
        page.help();
      },
    },
  ];
}

/** The command of a key, by `keyName`. */
export function commandOfKey(commands: readonly Command[], key: string): Command | undefined {
  return commands.find((command) => command.keys.includes(key));
}
