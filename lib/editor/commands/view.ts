import { always } from '@/lib/editor/commands/command';
import type { Command } from '@/lib/editor/commands/command';

function zoom(id: Command['id'], keys: readonly string[], factor: number): Command {
  return {
    id,
    group: 'view',
    keys,
    enabled: always,
    run: ({ editor }) => {
      editor.zoom(factor);
    },
  };
}

export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'hide',
    group: 'view',
    keys: ['H'],
    enabled: always,
    run: ({ editor }) => {
      editor.set({ hidden: !editor.getState().hidden });
    },
  },
  zoom('zoomIn', ['+', '='], 1.25),
  zoom('zoomOut', ['-'], 0.8),
  {
    id: 'fit',
    group: 'view',
    keys: ['\\'],
    enabled: always,
    run: ({ editor }) => {
      editor.fit();
    },
  },
];

/** Pages without a workbench have this one too. */
export const PALETTE_COMMAND: Command = {
  id: 'palette',
  group: 'view',
  keys: ['Ctrl+K'],
  enabled: always,
  run: ({ page }) => {
    page.palette?.();
  },
};

export const HELP_COMMANDS: readonly Command[] = [
  PALETTE_COMMAND,
  {
    id: 'menu',
    group: 'view',
    keys: ['Shift+F10', 'ContextMenu'],
    enabled: always,
    run: ({ editor }) => {
      editor.tools.openMenu();
    },
  },
  {
    id: 'help',
    group: 'view',
    keys: ['?'],
    enabled: always,
    run: ({ page }) => {
      page.help();
    },
  },
];
