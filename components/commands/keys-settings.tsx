'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { KeyRow } from '@/components/commands/key-row';
import { withPlacedKeys } from '@/components/commands/placed-keys';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Table } from '@/components/ui/table';
import { usePreference } from '@/lib/client/use-preference';
import { DEFAULT_KEYS, KEY_PRESETS } from '@/lib/domain/preference/schema';
import type { KeyChoice } from '@/lib/domain/preference/schema';
import { COMMAND_GROUPS } from '@/lib/editor/commands/command';
import { chooseKeys } from '@/lib/editor/commands/keymap';
import type { PlacedCommand } from '@/lib/editor/commands/keymap';
import { allCommands } from '@/lib/editor/commands/registry';

/** Every command with its keys, to be changed by pressing others; kept for the person at once. */
export function KeysSettings() {
  const t = useTranslations('keys');
  const words = useCommandLabels();
  const { value: choice, loaded, failed, keep } = usePreference('keys');
  const [problem, setProblem] = useState<string | null>(null);
  const [sought, setSought] = useState('');
  const usual = useMemo(() => allCommands(), []);
  const all = useMemo(() => withPlacedKeys(usual, choice), [usual, choice]);

  const change = (next: KeyChoice): void => {
    setProblem(null);
    keep(next).catch((error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
    });
  };
  const original = (id: string) => usual.find(({ command }) => command.id === id)?.command;
  const give = (
    placed: PlacedCommand,
    keys: readonly string[],
    takeOver?: { from: PlacedCommand; key: string },
  ): void => {
    const command = original(placed.command.id);
    if (!command) return;
    let next = choice;
    const loser = takeOver && original(takeOver.from.command.id);
    if (takeOver && loser) {
      const left = takeOver.from.command.keys.filter((key) => key !== takeOver.key);
      next = chooseKeys(next, loser, left);
    }
    change(chooseKeys(next, command, keys));
  };
  const count = Object.keys(choice.changed).length;
  const found = all.filter(({ command }) =>
    words.label(command).toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase()),
  );
  return (
    <div className="flex flex-col gap-4">
      {failed && <Notice variant="bad">{t('page.notLoaded')}</Notice>}
      {problem !== null && <Notice variant="bad">{t('page.failed', { problem })}</Notice>}
      <Card title={t('page.preset')} note={t('page.presetNote')}>
        <Presets
          choice={choice}
          disabled={!loaded}
          onChoose={(preset) => {
            change({ ...choice, preset });
          }}
        />
      </Card>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-52 flex-1">
          <TextField
            label={t('page.search')}
            value={sought}
            onChange={(event) => {
              setSought(event.target.value);
            }}
          />
        </div>
        <span className="pb-2 text-caption text-text-3">{t('page.changed', { count })}</span>
        <Button
          disabled={!loaded || (count === 0 && choice.preset === 'default')}
          onClick={() => {
            change(DEFAULT_KEYS);
          }}
        >
          {t('page.resetAll')}
        </Button>
      </div>
      {found.length === 0 && <p className="text-text-2">{t('page.none')}</p>}
      {COMMAND_GROUPS.map((group) => {
        const rows = found.filter(({ command }) => command.group === group);
        if (rows.length === 0) return null;
        return (
          <Card key={group} title={t(`groups.${group}`)}>
            <Table>
              <thead className="sr-only">
                <tr>
                  <th scope="col">{t('page.command')}</th>
                  <th scope="col">{t('page.keysOfIt')}</th>
                  <th scope="col">{t('page.reset')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((placed) => (
                  <KeyRow
                    key={placed.command.id}
                    placed={placed}
                    all={all}
                    changed={placed.command.id in choice.changed}
                    disabled={!loaded}
                    onKeys={(keys, takeOver) => {
                      give(placed, keys, takeOver);
                    }}
                    onReset={() => {
                      const { [placed.command.id]: _, ...changed } = choice.changed;
                      change({ ...choice, changed });
                    }}
                  />
                ))}
              </tbody>
            </Table>
          </Card>
        );
      })}
    </div>
  );
}

function Presets(props: {
  choice: KeyChoice;
  disabled: boolean;
  onChoose: (preset: KeyChoice['preset']) => void;
}) {
  const t = useTranslations('keys');
  return (
    <div role="radiogroup" aria-label={t('page.preset')} className="grid gap-2 sm:grid-cols-3">
      {KEY_PRESETS.map((preset) => (
        <div
          key={preset}
          className="relative flex gap-2 rounded-control border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            id={`preset-${preset}`}
            name="preset"
            aria-describedby={`preset-${preset}-hint`}
            className="mt-1 accent-accent"
            checked={props.choice.preset === preset}
            disabled={props.disabled}
            onChange={() => {
              props.onChoose(preset);
            }}
          />
          <div>
            <label
              htmlFor={`preset-${preset}`}
              className="block cursor-pointer font-medium after:absolute after:inset-0"
            >
              {t(`presets.${preset}.name`)}
            </label>
            <p id={`preset-${preset}-hint`} className="text-caption text-text-3">
              {t(`presets.${preset}.hint`)}
            </p>
          </div>
        </div>
      ))}
    </div>
  );
}
