'use client';
import { MoreHorizontal } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import type { Command, CommandContext } from '@/lib/editor/commands/command';

/** On a phone: the commands for which its bar has no room. */
export function PhoneMenu(props: {
  ids: readonly Command['id'][];
  commands: readonly Command[];
  context: CommandContext;
}) {
  const { ids, commands, context } = props;
  const t = useTranslations('keys');
  const words = useCommandLabels();
  return (
    <div className="sm:hidden">
      <Menu
        trigger={
          <Button variant="ghost" size="icon" className="size-11" aria-label={t('more')}>
            <MoreHorizontal aria-hidden />
          </Button>
        }
      >
        {commands
          .filter(({ id }) => ids.includes(id))
          .map((command) => (
            <MenuItem
              key={command.id}
              disabled={command.enabled(context) !== true}
              onSelect={() => {
                command.run(context);
              }}
            >
              {words.label(command)}
            </MenuItem>
          ))}
      </Menu>
    </div>
  );
}
