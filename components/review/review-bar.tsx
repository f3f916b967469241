'use client';
import { useTranslations } from 'use-intl';
import { CommandButton } from '@/components/commands/command-button';
import type { Command, CommandContext } from '@/lib/editor/commands/command';

/** What is left to decide, in words, and the commands that end a chip. */
export function ReviewBar(props: {
  words: string;
  commands: readonly Command[];
  context: CommandContext;
  busy: boolean;
}) {
  const t = useTranslations('review');
  const { commands, context, busy } = props;
  const button = {
    ...{ commands, context, busy, shortBelow: 'desktop' as const },
    className: 'max-sm:h-12! max-sm:flex-1',
  };
  return (
    <footer className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 whitespace-nowrap max-sm:h-auto max-sm:flex-wrap max-sm:border-0 max-sm:pt-1 max-sm:pb-3">
      <p className="line-clamp-2 min-w-0 flex-1 text-text-2 whitespace-normal max-sm:basis-full max-sm:text-caption">
        {props.words}
      </p>
      <CommandButton {...button} id="return" text={t('returnWithAReason')} short={t('return')} />
      <CommandButton {...button} id="next" text={t('next')} short={t('next')} />
      <CommandButton
        {...button}
        id="confirm"
        text={t('acceptTheChip')}
        short={t('accept')}
        primary
      />
    </footer>
  );
}
