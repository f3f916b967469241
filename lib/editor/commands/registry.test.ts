import { describe, expect, it, vi } from 'vitest';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { keyHint, keyName } from '@/lib/editor/commands/keys';
import { repeats } from '@/lib/editor/commands/command';
import type { CommandContext } from '@/lib/editor/commands/command';
import { commandOfKey } from '@/lib/editor/commands/keymap';
import { allCommands, commandsFor } from '@/lib/editor/commands/registry';
import { EditorStore } from '@/lib/editor/store';
import commandWords from '@/messages/en/commands.json';
import type { Edit } from '@/lib/editor/labelling';

const CLASSES = Array.from({ length: 12 }, (_, index) => ({
  index,
  name: `Class ${String(index)}`,
}));
const press = (
  key: string,
  modifiers: Partial<Record<'ctrl' | 'shift' | 'alt' | 'meta', true>> = {},
) => ({
  key,
  ctrlKey: modifiers.ctrl ?? false,
  shiftKey: modifiers.shift ?? false,
  altKey: modifiers.alt ?? false,
  metaKey: modifiers.meta ?? false,
});

function open(pictured = true) {
  const sent: Edit[][] = [];
  const editor = new EditorStore({
    lattice: { rows: 3, cols: 3, cellPx: 10, picture: { width: 30, height: 30 } },
    cells: new Uint8Array(9),
    activeCode: 16,
    thresholds: personalThreshold(0.5),
    overlay: {
      labels: true,
      lattice: true,
      proposals: true,
      absent: true,
      opacity: 1,
      latticeOpacity: 1,
      by: 'class',
    },
    onEdits: (edits) => sent.push([...edits]),
  });
  editor.resize({ width: 300, height: 300 });
  if (pictured) editor.pictureShown();
  const submit = vi.fn();
  const restAbsent = vi.fn();
  const context: CommandContext = {
    editor,
    classes: CLASSES,
    page: { submit, next: null, previous: null, restAbsent, help: vi.fn() },
  };
  const commands = commandsFor(CLASSES, 'label');
  const key = (name: string) => {
    const modes = {
      draft: editor.tools.isDrafting(),
      polygon: editor.getState().tool === 'polygon',
    };
    const command = commandOfKey(commands, [name], modes);
    if (!command) throw new Error(`no command on ${name}`);
    const able = command.enabled(context);
    if (able === true) command.run(context);
    return able;
  };
  return { editor, sent, submit, restAbsent, key, commands, context };
}

describe('the command registry', () => {
  it.each(['label', 'review'] as const)('gives no key and no id twice on the page %s', (page) => {
    const commands = commandsFor(CLASSES, page);
    const keys = commands.flatMap(({ during = '', keys }) => keys.map((key) => `${during} ${key}`));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
  });

  it('has words for every command', () => {
    for (const { command } of allCommands()) {
      const id = command.id.startsWith('class-') ? 'class' : command.id;
      expect(commandWords, command.id).toHaveProperty([id, 'label']);
    }
  });

  it('names keys as the registry writes them', () => {
    expect(keyName(press('z', { ctrl: true }))).toBe('Ctrl+Z');
    expect(keyName(press('Z', { meta: true, shift: true }))).toBe('Ctrl+Shift+Z');
    expect(keyName(press('?', { shift: true }))).toBe('?');
    expect(keyName(press('+', { shift: true }))).toBe('+');
    expect(keyName(press('ArrowUp', { shift: true }))).toBe('Shift+ArrowUp');
    expect(keyName(press(' '))).toBe('Space');
    expect(keyHint('Shift+ArrowUp')).toBe('Shift ↑');
    expect(keyHint('+')).toBe('+');
  });

  it('shows the picture smooth or by its pixels, and keeps that apart from its tones', () => {
    const { editor, key } = open();
    expect(editor.getState().picture.smooth).toBe(false);
    key('Shift+P');
    key('Alt+I');
    key('Shift+R');
    expect(editor.getState().picture).toMatchObject({ smooth: true, invert: false });
    key('Shift+P');
    expect(editor.getState().picture.smooth).toBe(false);
  });

  it('labels a chip by keys alone', () => {
    const { editor, key, submit } = open();
    key('2');
    key('ArrowRight');
    key('0');
    key('ArrowDown');
    key('U');
    key('R');
    expect([...editor.getState().labelling.cells]).toEqual([17, 1, 1, 1, 2, 1, 1, 1, 1]);
    key('S');
    expect(submit).toHaveBeenCalledOnce();
  });

  it('asks before “the rest are absent” reaches a proposal that is drawn, and only then', () => {
    const { editor, key, restAbsent } = open();
    const outputs = [
      { code: 1, name: 'absent' },
      { code: 16, name: 'a' },
    ];
    const values = new Float32Array(18).fill(0.1);
    values[9] = 0.9;
    editor.set({ prediction: { versionId: 'v', outputs, values } });
    const before = [...editor.getState().labelling.cells];
    key('R');
    expect(restAbsent).toHaveBeenCalledOnce();
    expect([...editor.getState().labelling.cells]).toEqual(before);
    editor.set({ hidden: true });
    key('R');
    expect(restAbsent).toHaveBeenCalledOnce();
    expect([...editor.getState().labelling.cells]).toEqual(before.map(() => 1));
  });

  it.each([
    ['accept', 16],
    ['absent', 1],
  ] as const)('one undo takes “the rest are absent” back whole: %s', (answer, code) => {
    const { editor, key, sent } = open();
    key('2');
    const outputs = [
      { code: 1, name: 'absent' },
      { code: 16, name: 'a' },
    ];
    const values = new Float32Array(18).fill(0.1);
    values[9] = 0.9;
    editor.set({ prediction: { versionId: 'v', outputs, values } });
    editor.markRestAbsent(answer);
    expect([...editor.getState().labelling.cells]).toEqual([17, 1, 1, 1, code, 1, 1, 1, 1]);
    expect(sent).toHaveLength(answer === 'accept' ? 3 : 2);
    key('Ctrl+Z');
    expect([...editor.getState().labelling.cells]).toEqual([17, 0, 0, 0, 0, 0, 0, 0, 0]);
    key('Ctrl+Y');
    expect(editor.getState().labelling.cells[4]).toBe(code);
  });

  it('makes a run of painting moves one step to undo', () => {
    const { editor, key } = open();
    key('Shift+ArrowRight');
    key('Shift+ArrowRight');
    editor.endRun();
    key('Shift+ArrowDown');
    expect([...editor.getState().labelling.cells]).toEqual([16, 16, 16, 0, 0, 16, 0, 0, 0]);
    key('Ctrl+Z');
    key('Ctrl+Z');
    expect(editor.getState().labelling.cells.every((code) => code === 0)).toBe(true);
    expect(key('Ctrl+Z')).toEqual({ why: 'nothingToUndo' });
  });

  it('accepts what is shown at the threshold, and sends every change on', () => {
    const { editor, key, sent } = open();
    expect(key('Enter')).toEqual({ why: 'noneShown' });
    const outputs = [
      { code: 1, name: 'absent' },
      { code: 16, name: 'a' },
    ];
    const values = new Float32Array(18).fill(0.5);
    values.set([0.1, 0.9], 8);
    values.set([0.9, 0.1], 0);
    for (let cell = 0; cell < 9; cell += 1) if (cell !== 4) values[cell * 2 + 1] = 0.2;
    editor.set({ prediction: { versionId: 'v', outputs, values } });
    expect(key('Enter')).toBe(true);
    expect(sent).toEqual([[{ cell: 4, before: 0, after: 16 }]]);
  });

  it('repeats no command that ends a chip while its key is held, nor an undo of what lies before the chip', () => {
    const { editor, key, commands, context } = open();
    const repeated = (id: string) => {
      const command = [...commands, ...commandsFor(CLASSES, 'review')].find((one) => one.id === id);
      return command && repeats(command, context);
    };
    for (const id of ['submit', 'next', 'previous', 'skip', 'confirm', 'return']) {
      expect(repeated(id), id).toBe(false);
    }
    expect(repeated('moveRight')).toBe(true);
    expect(repeated('undo')).toBe(false);
    key('1');
    expect(repeated('undo')).toBe(true);
    editor.undo();
    expect(repeated('undo')).toBe(false);
  });

  it('says why not when a key does nothing here', () => {
    expect(open().key('N')).toEqual({ why: 'lastChip' });
  });

  it('marks nothing as absent before its picture was there to be seen', () => {
    const { editor, key } = open(false);
    expect(key('R')).toEqual({ why: 'noPicture' });
    expect(editor.getState().labelling.cells.every((code) => code === 0)).toBe(true);
    editor.pictureShown();
    expect(key('R')).toBe(true);
    expect(editor.getState().labelling.cells.every((code) => code === 1)).toBe(true);
  });
});
