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

const choosing = TOOL_KEYS.map(([tool, key]): Command => ({
  id: `tool-${tool}`,
  group: 'tools',
  keys: [key],
  enabled: always,
  run: ({ editor }) => {
    editor.tools.choose(tool);
  },
}));

const canFill = (context: CommandContext): true | Why => {
  const { labelling, cursor } = context.editor.getState();
  if (labelling.cells[cellOf(labelling, cursor)] !== UNLABELLED) return { why: 'decided-here' };
  return writable(context);
};

const drafting = ({ editor }: CommandContext): true | Why =>
  editor.tools.isDrafting() ? true : { why: 'no-draft' };

const CORNERS = [
  ['upper-left', 'Home', 0, 0],
  ['upper-right', 'PageUp', 0, 1],
  ['lower-left', 'End', 1, 0],
  ['lower-right', 'PageDown', 1, 1],
] as const;

const corners = CORNERS.map(([words, key, down, right]): Command => ({
  id: `corner-${words}`,
  group: 'tools',
  keys: [key],
  during: 'polygon',
  enabled: (context) =>
    context.editor.getState().tool === 'polygon' ? writable(context) : { why: 'polygon-only' },
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
    id: 'brush-smaller',
    group: 'tools',
    keys: [','],
    enabled: ({ editor }) => (editor.getState().brushSize > 1 ? true : { why: 'smallest-brush' }),
    run: ({ editor }) => {
      editor.set({ brushSize: editor.getState().brushSize - 1 });
    },
  },
  {
    id: 'brush-larger',
    group: 'tools',
    keys: ['.'],
    enabled: ({ editor }) =>
      editor.getState().brushSize < LARGEST_BRUSH ? true : { why: 'largest-brush' },
    run: ({ editor }) => {
      editor.set({ brushSize: editor.getState().brushSize + 1 });
    },
  },
  {
    id: 'cover-rule',
    group: 'tools',
    keys: [],
    enabled: always,
    run: ({ editor }) => {
      editor.set({ cover: editor.getState().cover === 'half' ? 'centre' : 'half' });
    },
  },
  {
    id: 'draft-finish',
    group: 'tools',
    keys: ['Enter'],
    during: 'draft',
    enabled: drafting,
    run: ({ editor }) => {
      editor.tools.handle({ kind: 'finish' });
    },
  },
  {
    id: 'draft-back',
    group: 'tools',
    keys: ['Backspace'],
    during: 'draft',
    enabled: drafting,
    run: ({ editor }) => {
      editor.tools.handle({ kind: 'back' });
    },
  },
  {
    id: 'draft-drop',
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
