import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_KEYS, KEY_PRESETS, KeyChoice } from '@/lib/domain/preference/schema';
import { chooseKeys, clashOf, commandOfKey, withKeys } from '@/lib/editor/commands/keymap';
import { keyHint, keyNames, reservedKey } from '@/lib/editor/commands/keys';
import { PRESET_KEYS } from '@/lib/editor/commands/presets';
import { allCommands, commandsFor } from '@/lib/editor/commands/registry';
import type { CommandPage } from '@/lib/editor/commands/registry';

const CLASSES = Array.from({ length: 9 }, (_, index) => ({
  index,
  name: `Class ${String(index)}`,
}));
const IDLE = { draft: false, polygon: false };
const ALL = allCommands();
const PAGES: readonly CommandPage[] = ['label', 'review'];
const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => ({
  ...{ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...more,
});

/** Keys that two commands of a page share in one mode. */
function shared(page: CommandPage, choice: KeyChoice): string[] {
  const seen = new Set<string>();
  return withKeys(commandsFor(CLASSES, page), choice).flatMap(({ during = '', keys }) =>
    keys.flatMap((key) => {
      const slot = `${during} ${key}`;
      if (seen.has(slot)) return [slot];
      seen.add(slot);
      return [];
    }),
  );
}

describe('key names', () => {
  it('tell the numeric pad from the rest, and fall back to the sign', () => {
    expect(keyNames(press('5', 'Numpad5'))).toEqual(['Numpad5', '5']);
    expect(keyNames(press('Enter', 'NumpadEnter'))).toEqual(['NumpadEnter', 'Enter']);
    // without NumLock
    expect(keyNames(press('ArrowUp', 'Numpad8'))).toEqual(['Numpad8', 'ArrowUp']);
    expect(keyHint('Numpad5')).toBe('Num 5');
    expect(keyHint('Ctrl++')).toBe('Ctrl +');
  });

  it('hold on other keyboards: another script, signs behind AltGr or Option', () => {
    expect(keyNames(press('я', 'KeyZ', { ctrlKey: true }))).toContain('Ctrl+Z');
    const altGraph = { altKey: true, ctrlKey: true, getModifierState: () => true };
    expect(keyNames(press('[', 'Digit8', altGraph))[0]).toBe('[');
    expect(keyNames(press('[', 'Digit5', { altKey: true }))).toEqual(['Alt+[', '[']);
  });

  it('leave the browser and the focus their keys', () => {
    const refused = ['Ctrl+W', 'F5', 'Tab', 'Shift+Tab', 'Escape', 'Shift', 'Ctrl+C'];
    expect(refused.map(reservedKey)).toEqual([
      ...['browser', 'browser', 'focus', 'focus', 'focus', 'modifier', 'text'],
    ]);
    for (const { command } of ALL) {
      for (const key of command.keys.filter((name) => name !== 'Escape')) {
        expect(reservedKey(key), key).toBeNull();
      }
    }
  });
});

describe('a person’s keys', () => {
  it.each(KEY_PRESETS)('give every command of preset %s its keys, each to one', (preset) => {
    const known = new Set<string>(ALL.map(({ command }) => command.id));
    for (const id of Object.keys(PRESET_KEYS[preset])) expect(known).toContain(id);
    for (const page of PAGES) {
      const choice = { ...DEFAULT_KEYS, preset };
      expect(shared(page, choice)).toEqual([]);
      const usual = commandsFor(CLASSES, page);
      for (const command of withKeys(usual, choice)) {
        const own = usual.find(({ id }) => id === command.id);
        const wanted = PRESET_KEYS[preset][command.id] ?? own?.keys ?? [];
        // what a preset names it has whole; of the rest, what a chip needs keeps a key
        if (command.id in PRESET_KEYS[preset]) expect(command.keys, command.id).toEqual(wanted);
        else if (wanted.length > 0 && command.group !== 'view') {
          expect(command.keys.length, command.id).toBeGreaterThan(0);
        }
      }
    }
  });

  it('never mean two things, whatever was chosen', () => {
    const id = fc.constantFrom(...ALL.map(({ command }) => command.id as string));
    const key = fc.constantFrom('0', '1', 'A', 'Enter', 'Shift+ArrowUp', 'Numpad5', 'Ctrl+K', 'O');
    fc.assert(
      fc.property(
        fc.constantFrom(...KEY_PRESETS),
        fc.dictionary(id, fc.uniqueArray(key, { maxLength: 3 })),
        (preset, changed) => {
          const choice = KeyChoice.parse({ preset, changed });
          for (const page of PAGES) expect(shared(page, choice)).toEqual([]);
        },
      ),
    );
  });

  it('name the other command on a key that is taken on the same page only', () => {
    const by = (wanted: string) => {
      const found = ALL.find(({ command }) => command.id === wanted);
      if (!found) throw new Error(wanted);
      return found;
    };
    expect(clashOf(ALL, by('unsure'), '0')?.command.id).toBe('absent');
    expect(clashOf(ALL, by('absent'), '0')).toBeUndefined();
    // E returns on the review page alone, where nothing is submitted
    expect(clashOf(ALL, by('submit'), 'E')).toBeUndefined();
    expect(clashOf(ALL, by('unsure'), 'E')?.command.id).toBe('return');
  });

  it('forget a change that says what the preset says', () => {
    const absent = ALL.find(({ command }) => command.id === 'absent')?.command;
    if (!absent) throw new Error('absent');
    const changed = chooseKeys(DEFAULT_KEYS, absent, ['Z']);
    expect(changed.changed).toEqual({ absent: ['Z'] });
    expect(chooseKeys(changed, absent, ['0'])).toEqual(DEFAULT_KEYS);
  });

  it('work on the numeric pad, and its digits do without it', () => {
    const usual = commandsFor(CLASSES, 'label');
    const five = keyNames(press('5', 'Numpad5'));
    expect(commandOfKey(usual, five, IDLE)?.id).toBe('class-5');
    const pad = withKeys(usual, { preset: 'numericPad', changed: {} });
    expect(commandOfKey(pad, five, IDLE)?.id).toBe('toggle');
    expect(commandOfKey(pad, ['5'], IDLE)?.id).toBe('class-5');
  });

  it('finish what is drawn before anything else', () => {
    const usual = commandsFor(CLASSES, 'label');
    expect(commandOfKey(usual, ['Enter'], IDLE)?.id).toBe('accept');
    expect(commandOfKey(usual, ['Enter'], { draft: true, polygon: false })?.id).toBe('draftFinish');
    expect(commandOfKey(usual, ['Escape'], IDLE)).toBeUndefined();
  });
});
