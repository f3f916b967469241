import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { always, writable } from '@/lib/editor/commands/command';
import type { Why } from '@/lib/editor/commands/why';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { cellOf } from '@/lib/editor/labelling';
import { LARGEST_BRUSH } from '@/lib/editor/tools/brush';
import type { Tool } from '@/lib/editor/tools/tool';

const TOOL_KEYS: readonly (readonly [tool: Tool, key: string])[] = [
  ['brush', 'D'],
  ['rectangle', 'V'],
  ['flood', 'L'],
  ['polygon', 'Y'],
  ['eraser', 'Q'],
  ['pick', 'I'],
  ['pan', 'G'],
];

/** The command that chooses a tool. */
export function toolCommandId(tool: Tool): `tool${Capitalize<Tool>}` {
  return `tool${(tool.charAt(0).toUpperCase() + tool.slice(1)) as Capitalize<Tool>}`;
}

const choosing = TOOL_KEYS.map(([tool, key]): Command => ({
  id: toolCommandId(tool),
  group: 'tools',
  keys: [key],
  enabled: always,
  run: ({ editor }) => {
    editor.tools.choose(tool);
  },
}));

const canFill = (context: CommandContext): true | Why => {
  const { labelling, cursor } = context.editor.getState();
  if (labelling.cells[cellOf(labelling, cursor)] !== UNLABELLED) return { why: 'decidedHere' };
  return writable(context);
};

const drafting = ({ editor }: CommandContext): true | Why =>
  editor.tools.isDrafting() ? true : { why: 'noDraft' };

const CORNERS = [
  ['cornerUpperLeft', 'Home', 0, 0],
  ['cornerUpperRight', 'PageUp', 0, 1],
  ['cornerLowerLeft', 'End', 1, 0],
  ['cornerLowerRight', 'PageDown', 1, 1],
] as const;

const corners = CORNERS.map(([id, key, down, right]): Command => ({
  id,
  group: 'tools',
  keys: [key],
  during: 'polygon',
  enabled: (context) =>
    context.editor.getState().tool === 'polygon' ? writable(context) : { why: 'polygonOnly' },
  run: ({ editor }) => {
    editor.tools.addCorner(down, right);
  },
}));

export const TOOL_COMMANDS: readonly Command[] = [
  {
    id: 'toggle',
    group: 'label',
    keys: ['Space'],
    enabled: (context) => {
      const { tools } = context.editor;
      const { tool } = context.editor.getState();
      if (tool === 'pick') return tools.canPick();
      return tool === 'flood' ? canFill(context) : writable(context);
    },
    run: ({ editor }) => {
      editor.tools.useAtCursor();
    },
  },
  {
    id: 'fill',
    group: 'tools',
    keys: ['Shift+L'],
    enabled: canFill,
    run: ({ editor }) => {
      editor.tools.fillFrom(editor.getState().cursor);
    },
  },
  {
    id: 'pick',
    group: 'tools',
    keys: ['Shift+I'],
    enabled: ({ editor }) => editor.tools.canPick(),
    run: ({ editor }) => {
      editor.tools.pickFrom(editor.getState().cursor);
    },
  },
  ...choosing,
  {
    id: 'brushSmaller',
    group: 'tools',
    keys: [','],
    enabled: ({ editor }) => (editor.getState().brushSize > 1 ? true : { why: 'smallestBrush' }),
    run: ({ editor }) => {
      editor.set({ brushSize: editor.getState().brushSize - 1 });
    },
  },
  {
    id: 'brushLarger',
    group: 'tools',
    keys: ['.'],
    enabled: ({ editor }) =>
      editor.getState().brushSize < LARGEST_BRUSH ? true : { why: 'largestBrush' },
    run: ({ editor }) => {
      editor.set({ brushSize: editor.getState().brushSize + 1 });
    },
  },
  {
    id: 'coverRule',
    group: 'tools',
    keys: [],
    enabled: always,
    run: ({ editor }) => {
      editor.set({ cover: editor.getState().cover === 'half' ? 'centre' : 'half' });
    },
  },
  {
    id: 'draftFinish',
    group: 'tools',
    keys: ['Enter'],
    during: 'draft',
    enabled: drafting,
    run: ({ editor }) => {
      editor.tools.handle({ kind: 'finish' });
    },
  },
  {
    id: 'draftBack',
    group: 'tools',
    keys: ['Backspace'],
    during: 'draft',
    enabled: drafting,
    run: ({ editor }) => {
      editor.tools.handle({ kind: 'back' });
    },
  },
  {
    id: 'draftDrop',
    group: 'tools',
    keys: ['Escape'],
    during: 'draft',
    enabled: drafting,
    run: ({ editor }) => {
      editor.tools.handle({ kind: 'cancel' });
    },
  },
  ...corners,
];
