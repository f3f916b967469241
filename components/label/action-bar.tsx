'use client';
import { useTranslations } from 'use-intl';
import { CommandButton } from '@/components/commands/command-button';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import type { EditorState } from '@/lib/editor/state';

/** Progress in words and the three commands that end a chip. */
export function ActionBar(props: {
  commands: readonly Command[];
  context: CommandContext;
  state: EditorState;
  /** cells that have a proposal now */
  shown: number;
  busy: boolean;
}) {
  const t = useTranslations('label');
  const { commands, context, state, shown, busy } = props;
  const button = {
    ...{ commands, context, busy, shortBelow: 'phone' as const },
    className: 'max-sm:h-12! max-sm:min-w-0 max-sm:flex-1 max-sm:px-1 max-sm:[&_kbd]:hidden',
  };
  const size = state.labelling.cells.length;
  const unlabelled = state.labelling.cells.reduce(
    (n, code) => n + (code === UNLABELLED ? 1 : 0),
    0,
  );
  return (
    <footer
      data-tour="acts"
      className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 whitespace-nowrap max-sm:h-auto max-sm:border-0 max-sm:pt-1 max-sm:pb-3"
    >
      <p className="min-w-0 flex-1 truncate text-text-2 max-sm:hidden" aria-live="off">
        {t.rich('decidedOf', {
          decided: size - unlabelled,
          size,
          part: (chunks) => <span className="font-medium text-text-1">{chunks}</span>,
          shown,
          unlabelled: Math.max(0, unlabelled - shown),
        })}
      </p>
      <CommandButton
        {...button}
        id="rest-absent"
        text={t('acts.restAbsent')}
        short={t('acts.restAbsentShort')}
      />
      <CommandButton
        {...button}
        id="accept"
        text={t('acts.accept', { count: shown })}
        short={t('acts.acceptShort', { count: shown })}
      />
      <CommandButton
        {...button}
        id="submit"
        text={t('acts.submit')}
        short={t('acts.submitShort')}
        primary
      />
    </footer>
  );
}
