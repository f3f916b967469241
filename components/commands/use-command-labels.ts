import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Why } from '@/lib/editor/commands/why';
import type { Command } from '@/lib/editor/commands/command';

export interface CommandLabels {
  label: (command: Pick<Command, 'id' | 'name'>) => string;
  why: (why: Why) => string;
}

/** What a command is called, and why it cannot run now. */
export function useCommandLabels(): CommandLabels {
  const t = useTranslations('commands');
  const tWhy = useTranslations('why');
  return useMemo(
    () => ({
      label: ({ id, name }) => {
        if (name) return name;
        return isClass(id) ? t('class.label', { place: id.slice(6) }) : t(`${id}.label`);
      },
      why: ({ why, values }) => tWhy(why, values),
    }),
    [t, tWhy],
  );
}

function isClass(id: Command['id']): id is `class-${number}` {
  return id.startsWith('class-');
}
