'use client';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Found } from '@/components/commands/found';
import { Palette } from '@/components/commands/palette';
import { useKeys } from '@/components/commands/use-keys';
import { useParts } from '@/components/editor/use-parts';
import { usePreference } from '@/lib/client/use-preference';
import type { Command, CommandContext, PageActions } from '@/lib/editor/commands/command';
import { withKeys } from '@/lib/editor/commands/keymap';
import { commandsFor } from '@/lib/editor/commands/registry';
import type { CommandPage } from '@/lib/editor/commands/registry';
import type { EditorStore } from '@/lib/editor/store';
import { useAnswers } from '@/components/workbench/use-answers';
import { loadPart } from '@/lib/client/load-part';

// opened on demand: none of it is in the page's first script
const KeysDialog = dynamic(() => loadPart(() => import('@/components/commands/keys-dialog')), {
  ssr: false,
});
const OpenProposalsDialog = dynamic(
  () => loadPart(() => import('@/components/workbench/open-proposals-dialog')),
  { ssr: false },
);
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
  /** where the palette leads besides commands; null: a guest's page, which leads nowhere and whose keys nobody changes */
  found: Found | null;
  acts: Omit<PageActions, 'help' | 'palette' | 'restAbsent'>;
}): {
  commands: readonly Command[];
  context: CommandContext;
  surfaces: ReactNode;
  menu: ReactNode;
} {
  const { page, editor, classes, acts, found } = props;
  const [open, setOpen] = useState<'palette' | 'help' | 'open-proposals' | null>(null);
  const { value: choice } = usePreference('keys');
  const { answers, keepAnswer } = useAnswers();
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
        restAbsent: () => {
          if (answers.openProposals === 'ask') setOpen('open-proposals');
          else editor.markRestAbsent(answers.openProposals);
        },
        help: () => {
          setOpen('help');
        },
        ...(found
          ? {
              palette: () => {
                setOpen('palette');
              },
            }
          : {}),
      },
    }),
    [editor, classes, acts, answers, found],
  );
  useKeys(commands, context, open !== null);
  const { menu } = useParts(editor, MENU);
  const close = useCallback(() => {
    setOpen(null);
  }, []);
  return {
    commands,
    context,
    surfaces: (
      <>
        {open === 'palette' && found && (
          <Palette {...{ commands, context, found }} onClose={close} />
        )}
        {open === 'help' && (
          <KeysDialog {...{ commands }} hands="workbench" fixed={!found} onClose={close} />
        )}
        {open === 'open-proposals' && (
          <OpenProposalsDialog
            count={editor.openProposals().length}
            onAnswer={(answer, always) => {
              close();
              editor.markRestAbsent(answer);
              if (always) keepAnswer({ openProposals: answer });
            }}
            onClose={close}
          />
        )}
      </>
    ),
    menu: menu && <CellMenu at={menu} commands={commands} context={context} />,
  };
}

const MENU = ['menu'] as const;
