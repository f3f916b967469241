'use client';
import { useTranslations } from 'use-intl';
import { CommandButton } from '@/components/commands/command-button';
import { BarWords } from '@/components/workbench/bar-words';
import { PhoneMenu } from '@/components/workbench/phone-menu';
import type { Command, CommandContext } from '@/lib/editor/commands/command';

const PHONE: readonly Command['id'][] = ['previous', 'next', 'comment', 'flag'];

/** What is left to decide, in words, and the commands that end a chip. */
export function ReviewBar(props: {
  words: string;
  commands: readonly Command[];
  context: CommandContext;
  busy: boolean;
  /** what is decided on is a correction of a confirmed chip */
  correction: boolean;
}) {
  const t = useTranslations('review');
  const { commands, context, busy } = props;
  const words = props.correction ? 'correction.' : '';
  const button = {
    ...{ commands, context, busy, shortBelow: 'desktop' as const },
    className: 'max-sm:h-12! max-sm:flex-1',
  };
  return (
    <footer className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 whitespace-nowrap max-sm:h-auto max-sm:flex-wrap max-sm:border-0 max-sm:pb-3">
      <BarWords menu={<PhoneMenu ids={PHONE} {...{ commands, context }} />}>{props.words}</BarWords>
      <CommandButton
        {...button}
        id="return"
        text={t(`${words}returnWithAReason`)}
        short={t(`${words}return`)}
      />
      <CommandButton {...button} id="next" text={t('next')} short={t('next')} />
      <CommandButton
        {...button}
        id="confirm"
        text={t(`${words}acceptTheChip`)}
        short={t(`${words}accept`)}
        primary
      />
    </footer>
  );
}
