'use client';
import { Command as Palette } from 'cmdk';
import { useTranslations } from 'use-intl';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Kbd } from '@/components/ui/kbd';
import { COMMAND_GROUPS } from '@/lib/editor/commands/command';
import type { Why } from '@/lib/editor/commands/why';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { keyHint } from '@/lib/editor/commands/keys';
import { relevance } from '@/lib/editor/commands/search';

/** Every command by its words, with its keys and, where it cannot run now, why. */
export default function CommandPalette(props: {
  commands: readonly Command[];
  context: CommandContext;
  onClose: () => void;
}) {
  const { commands, context, onClose } = props;
  const t = useTranslations('keys');
  return (
    <Palette.Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      label={t('palette.title')}
      filter={(_, typed, [label = '', ...others] = []) => relevance(typed, label, others)}
      loop
      overlayClassName="fixed inset-0 z-40 bg-black/55"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-card border border-line bg-bg-1 shadow-float"
    >
      <Palette.Input
        placeholder={t('palette.hint')}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-lead outline-none placeholder:text-text-3"
      />
      <Palette.List className="max-h-[min(60vh,480px)] overflow-y-auto p-2">
        <Palette.Empty className="px-2 py-6 text-center text-text-2">
          {t('palette.nothing')}
        </Palette.Empty>
        {COMMAND_GROUPS.map((group) => (
          <Palette.Group
            key={group}
            heading={t(`groups.${group}`)}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-text-3"
          >
            {commands
              .filter((command) => command.group === group && command.id !== 'palette')
              .map((command) => (
                <Entry
                  key={command.id}
                  command={command}
                  context={context}
                  onChoose={() => {
                    onClose();
                    // when the palette has given the focus back: some commands open something of their own
                    requestAnimationFrame(() => {
                      command.run(context);
                    });
                  }}
                />
              ))}
          </Palette.Group>
        ))}
      </Palette.List>
    </Palette.Dialog>
  );
}

/** What lasts while a key is held needs its key: chosen here it would never end. */
const HELD: Why = { why: 'hold-key' };

/** One command; one that cannot run now stays in sight with the reason, since that is what one came to find out. */
function Entry(props: { command: Command; context: CommandContext; onChoose: () => void }) {
  const { command, context } = props;
  const t = useTranslations('keys');
  const words = useCommandLabels();
  const able = command.release ? HELD : command.enabled(context);
  const label = words.label(command);
  return (
    <Palette.Item
      value={command.id}
      keywords={[label, t(`groups.${command.group}`), ...command.keys]}
      disabled={able !== true}
      onSelect={props.onChoose}
      className="flex min-h-9 cursor-default items-center gap-3 rounded-mark px-2 py-1 data-[selected=true]:bg-bg-3 pointer-coarse:min-h-11"
    >
      <span className="min-w-0 flex-1">
        <span className={able === true ? '' : 'text-text-3'}>{label}</span>
        {able !== true && <span className="block text-caption text-text-3">{words.why(able)}</span>}
      </span>
      <span className="flex shrink-0 gap-1">
        {command.keys.map((key) => (
          <Kbd key={key}>{keyHint(key)}</Kbd>
        ))}
      </span>
    </Palette.Item>
  );
}
