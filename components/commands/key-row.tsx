'use client';
import { RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { KeyRecorder } from '@/components/commands/key-recorder';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { clashOf } from '@/lib/editor/commands/keymap';
import type { PlacedCommand } from '@/lib/editor/commands/keymap';
import { keyHint } from '@/lib/editor/commands/keys';

const MOST_KEYS = 6;

/** What a row asks for while a key is being chosen. */
type KeyPrompt = { kind: 'key' } | { kind: 'clash'; key: string; other: PlacedCommand };

/** A command with its keys: each can be taken off, others added; a key that another command has can be taken over. */
export function KeyRow(props: {
  placed: PlacedCommand;
  all: readonly PlacedCommand[];
  changed: boolean;
  disabled: boolean;
  /** new keys of this command; `from` loses the key that was taken over */
  onKeys: (keys: readonly string[], takeOver?: { from: PlacedCommand; key: string }) => void;
  onReset: () => void;
}) {
  const { placed, all, onKeys } = props;
  const { command, pages } = placed;
  const t = useTranslations('keys');
  const words = useCommandLabels();
  const [asking, setAsking] = useState<KeyPrompt | null>(null);
  const label = words.label(command);
  const add = (key: string): void => {
    const other = clashOf(all, placed, key);
    if (other) {
      setAsking({ kind: 'clash', key, other });
      return;
    }
    setAsking(null);
    if (!command.keys.includes(key)) onKeys([...command.keys, key]);
  };
  return (
    <tr>
      <td className="min-w-32 sm:min-w-44">
        {label}
        {pages.length === 1 && (
          <>
            {' '}
            <Badge>{t(pages[0] === 'label' ? 'page.labelOnly' : 'page.reviewOnly')}</Badge>
          </>
        )}
      </td>
      <td className="w-full">
        <span className="flex flex-wrap items-center gap-1.5">
          {command.keys.map((key) => (
            <KeyChip
              key={key}
              name={key}
              words={t('page.remove', { key: keyHint(key), command: label })}
              disabled={props.disabled}
              onRemove={() => {
                onKeys(command.keys.filter((other) => other !== key));
              }}
            />
          ))}
          {command.keys.length === 0 && (
            <span className="text-caption text-text-3">{t('page.noneSet')}</span>
          )}
          {asking?.kind === 'key' ? (
            <KeyRecorder
              onKey={add}
              onLeave={() => {
                setAsking(null);
              }}
            />
          ) : (
            <Button
              variant="ghost"
              size="small"
              aria-label={t('page.addFor', { command: label })}
              disabled={props.disabled || command.keys.length >= MOST_KEYS}
              onClick={() => {
                setAsking({ kind: 'key' });
              }}
            >
              {t('page.add')}
            </Button>
          )}
        </span>
        {asking?.kind === 'clash' && (
          <div role="alert" className="mt-1 flex flex-wrap items-center gap-2 text-caption">
            <span className="text-bad">
              {t('page.clash', {
                key: keyHint(asking.key),
                other: words.label(asking.other.command),
              })}
            </span>
            <Button
              size="small"
              onClick={() => {
                onKeys([...command.keys, asking.key], { from: asking.other, key: asking.key });
                setAsking(null);
              }}
            >
              {t('page.takeOver')}
            </Button>
            <Button
              variant="ghost"
              size="small"
              onClick={() => {
                setAsking(null);
              }}
            >
              {t('page.leave')}
            </Button>
          </div>
        )}
      </td>
      <td>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('page.resetFor', { command: label })}
          title={t('page.reset')}
          className={props.changed ? '' : 'invisible'}
          disabled={props.disabled || !props.changed}
          onClick={props.onReset}
        >
          <RotateCcw aria-hidden />
        </Button>
      </td>
    </tr>
  );
}

function KeyChip(props: { name: string; words: string; disabled: boolean; onRemove: () => void }) {
  return (
    <span className="inline-flex h-7 items-center rounded-control border border-line bg-bg-2 pl-2 font-medium pointer-coarse:h-11">
      {keyHint(props.name)}
      <button
        type="button"
        aria-label={props.words}
        disabled={props.disabled}
        onClick={props.onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded-control text-text-3 hover:text-text-1 pointer-coarse:size-11"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
