'use client';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useKeyChoice } from '@/components/commands/use-key-choice';
import { useKeys } from '@/components/commands/use-keys';
import { useParts } from '@/components/editor/use-parts';
import type { Command, CommandContext, PageActions } from '@/lib/editor/commands/command';
import { withKeys } from '@/lib/editor/commands/keymap';
import { commandsFor } from '@/lib/editor/commands/registry';
import type { CommandPage } from '@/lib/editor/commands/registry';
import type { EditorStore } from '@/lib/editor/store';
import { loadPart } from '@/lib/client/load-part';

// opened on demand: none of it is in the page's first script
const CommandPalette = dynamic(
  () => loadPart(() => import('@/components/commands/command-palette')),
  {
    ssr: false,
  },
);
const KeysDialog = dynamic(() => loadPart(() => import('@/components/commands/keys-dialog')), {
  ssr: false,
});
const CellMenu = dynamic(() => loadPart(() => import('@/components/commands/cell-menu')), {
  ssr: false,
});

/**
 * The commands of a page with the person's keys, listening to the keyboard. `surfaces` are palette and help; `menu` belongs
 * beside the stage, whose pixels it is placed by. Keep `acts` stable.
 */
export function useCommands(props: {
  page: CommandPage;
  editor: EditorStore;
  classes: CommandContext['classes'];
  acts: Omit<PageActions, 'help' | 'palette'>;
}): {
  commands: readonly Command[];
  context: CommandContext;
  surfaces: ReactNode;
  menu: ReactNode;
} {
  const { page, editor, classes, acts } = props;
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  const { choice } = useKeyChoice();
  const commands = useMemo(
    () => withKeys(commandsFor(classes, page), choice),
    [classes, page, choice],
  );
  const context = useMemo<CommandContext>(
    () => ({
      editor,
      classes,
      page: {
        ...acts,
        help: () => {
          setOpen('help');
        },
        palette: () => {
          setOpen('palette');
        },
      },
    }),
    [editor, classes, acts],
  );
  useKeys(commands, context, open !== null);
  const { menu } = useParts(editor, MENU);
  const close = (): void => {
    setOpen(null);
  };
  return {
    commands,
    context,
    surfaces: (
      <>
        {open === 'palette' && (
          <CommandPalette commands={commands} context={context} onClose={close} />
        )}
        {open === 'help' && <KeysDialog commands={commands} onClose={close} />}
      </>
    ),
    menu: menu && <CellMenu at={menu} commands={commands} context={context} />,
  };
}

const MENU = ['menu'] as const;
