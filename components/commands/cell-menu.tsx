'use client';
import { DropdownMenu } from 'radix-ui';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Kbd } from '@/components/ui/kbd';
import { MenuNote } from '@/components/ui/menu';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { keyHint } from '@/lib/editor/commands/keys';

/** What one may want of a single cell, in the order in which it is offered; classes come first. */
const PARTS: readonly (readonly Command['id'][])[] = [
  ['absent', 'unsure', 'unusable', 'clear'],
  ['acceptCell', 'fill', 'pick', 'toggle'],
  ['comment'],
  ['restAbsent', 'accept', 'undo'],
  ['draftFinish', 'draftBack', 'draftDrop'],
];

/** The menu of the cursor's cell, at a point of the stage: after a right click, a long press, or by keys. */
export default function CellMenu(props: {
  at: { x: number; y: number };
  commands: readonly Command[];
  context: CommandContext;
}) {
  const { at, commands, context } = props;
  const { editor } = context;
  const t = useTranslations('keys');
  const { row, col } = editor.getState().cursor;
  const pick = (ids: readonly Command['id'][]): Command[] =>
    ids.flatMap((id) => commands.filter((command) => command.id === id));
  const classes = commands.filter(({ id }) => id.startsWith('class-'));
  const parts = [classes, ...PARTS.map(pick)].map((part) =>
    part.filter((command) => command.during === undefined || command.enabled(context) === true),
  );
  return (
    <DropdownMenu.Root
      open
      onOpenChange={(open) => {
        if (!open) editor.set({ menu: null });
      }}
    >
      <DropdownMenu.Trigger asChild>
        <span
          aria-hidden
          className="pointer-events-none absolute size-0"
          style={{ left: at.x, top: at.y }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={t('menu.title', { row: row + 1, col: col + 1 })}
          className="z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-56 overflow-y-auto rounded-control border border-line bg-bg-1 p-1 shadow-float"
          data-theme="dark"
        >
          <MenuNote>{t('menu.title', { row: row + 1, col: col + 1 })}</MenuNote>
          {parts
            .filter((part) => part.length > 0)
            .map((part, i) => (
              <Fragment key={part[0]?.id}>
                {i > 0 && <DropdownMenu.Separator className="my-1 h-px bg-line" />}
                {part.map((command) => (
                  <Entry key={command.id} command={command} context={context} />
                ))}
              </Fragment>
            ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Entry({ command, context }: { command: Command; context: CommandContext }) {
  const words = useCommandLabels();
  const able = command.enabled(context);
  const [key] = command.keys;
  return (
    <DropdownMenu.Item
      disabled={able !== true}
      title={able === true ? undefined : words.why(able)}
      onSelect={() => {
        command.run(context);
      }}
      className="flex h-8 cursor-default items-center gap-6 rounded-mark px-2 outline-none data-disabled:opacity-45 data-highlighted:bg-bg-3 pointer-coarse:h-11"
    >
      <span className="flex-1">{words.label(command)}</span>
      {key !== undefined && <Kbd>{keyHint(key)}</Kbd>}
    </DropdownMenu.Item>
  );
}
