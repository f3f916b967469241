'use client';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { CommandButton } from '@/components/commands/command-button';
import { BarWords } from '@/components/workbench/bar-words';
import { PhoneMenu } from '@/components/workbench/phone-menu';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { countUnlabelled } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';

const PHONE: readonly Command['id'][] = ['previous', 'next', 'comment', 'flag', 'skip', 'queue'];

/** How a chip is open: a person's own labels, confirmed labels to look at, or a correction of these. */
export type Mode = 'own' | 'confirmed' | 'correction';

type BarButton = Omit<
  ComponentProps<typeof CommandButton<CommandContext>>,
  'id' | 'text' | 'short'
>;

/** Progress in words and the three commands that end a chip. */
export function ActionBar(props: {
  commands: readonly Command[];
  context: CommandContext;
  state: EditorState;
  /** cells that have a proposal now */
  shown: number;
  busy: boolean;
  mode: Mode;
}) {
  const t = useTranslations('label');
  const { commands, context, state, shown, busy, mode } = props;
  const button: BarButton = {
    ...{ commands, context, busy, shortBelow: 'phone' as const },
    className: 'max-sm:h-12! max-sm:min-w-0 max-sm:flex-1 max-sm:px-1 max-sm:[&_kbd]:hidden',
  };
  const size = state.labelling.cells.length;
  const unlabelled = countUnlabelled(state.labelling.cells);
  return (
    <footer
      data-tour="acts"
      className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 whitespace-nowrap max-sm:h-auto max-sm:flex-wrap max-sm:border-0 max-sm:pb-3"
    >
      <BarWords menu={<PhoneMenu ids={PHONE} {...{ commands, context }} />}>
        {t.rich('decidedOf', {
          decided: size - unlabelled,
          size,
          part: (chunks) => <span className="font-medium text-text-1">{chunks}</span>,
          shown,
          unlabelled,
        })}
      </BarWords>
      {mode === 'own' && <OwnActs {...{ button, shown }} />}
      {mode === 'confirmed' && (
        <CommandButton
          {...button}
          id="correct"
          text={t('confirmed.ask')}
          short={t('confirmed.askShort')}
          primary
        />
      )}
      {mode === 'correction' && (
        <CommandButton
          {...button}
          id="submit"
          text={t('confirmed.dialog.ask')}
          short={t('confirmed.askShort')}
          primary
        />
      )}
    </footer>
  );
}

function OwnActs({ button, shown }: { button: BarButton; shown: number }) {
  const t = useTranslations('label');
  return (
    <>
      <CommandButton
        {...button}
        id="restAbsent"
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
    </>
  );
}
