'use client';
import { useTranslations } from 'use-intl';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Button } from '@/components/ui/button';
import { keyHint } from '@/lib/editor/commands/keys';
import type { Command, CommandContext } from '@/lib/editor/commands/command';

/** What is left to decide, in words, and the acts that end a chip. */
export function ReviewBar(props: {
  words: string;
  commands: readonly Command[];
  context: CommandContext;
  busy: boolean;
}) {
  const t = useTranslations('review');
  const labels = useCommandLabels();
  const act = (id: string, words: string, short: string, primary = false) => {
    const command = props.commands.find((c) => c.id === id);
    if (!command) return null;
    const able = command.enabled(props.context);
    return (
      <Button
        variant={primary ? 'primary' : 'plain'}
        className="max-sm:h-12! max-sm:flex-1"
        disabled={able !== true}
        busy={primary && props.busy}
        {...(command.keys[0] === undefined ? {} : { keys: keyHint(command.keys[0]) })}
        {...(able === true ? {} : { title: labels.why(able) })}
        onClick={() => {
          command.run(props.context);
        }}
      >
        <span className="max-[1199px]:hidden">{words}</span>
        <span className="min-[1200px]:hidden">{short}</span>
      </Button>
    );
  };
  return (
    <footer className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 whitespace-nowrap max-sm:h-auto max-sm:flex-wrap max-sm:border-0 max-sm:pt-1 max-sm:pb-3">
      <p className="line-clamp-2 min-w-0 flex-1 text-text-2 whitespace-normal max-sm:basis-full max-sm:text-caption">
        {props.words}
      </p>
      {act('return', t('returnWithAReason'), t('return'))}
      {act('next', t('next'), t('next'))}
      {act('confirm', t('acceptTheChip'), t('accept'), true)}
    </footer>
  );
}
