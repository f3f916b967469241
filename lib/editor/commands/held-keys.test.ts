import { describe, expect, it, vi } from 'vitest';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import type { CommandContext } from '@/lib/editor/commands/command';
import { HeldKeys } from '@/lib/editor/commands/held-keys';
import { commandsFor } from '@/lib/editor/commands/registry';
import { EditorStore } from '@/lib/editor/store';

function open() {
  const editor = new EditorStore({
    lattice: { rows: 2, cols: 2, cellPx: 10, picture: { width: 20, height: 20 } },
    cells: new Uint8Array(4),
    activeCode: 16,
    thresholds: personalThreshold(0.5),
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true },
      ...{ opacity: 1, latticeOpacity: 1, by: 'class' },
    },
    onEdits: () => undefined,
  });
  const context: CommandContext = {
    editor,
    classes: [],
    page: {
      ...{ submit: null, next: null, previous: null, restAbsent: vi.fn(), help: vi.fn() },
      display: { bandOffers: () => [], otherDates: () => ['another'] },
    },
  };
  return { editor, context };
}

function commandOf(id: string) {
  const command = commandsFor([], 'label').find((one) => one.id === id);
  if (!command) throw new Error(`no command ${id}`);
  return command;
}

describe('keys that are held', () => {
  it('end the looks that they began, each with its own key', () => {
    const { editor, context } = open();
    const keys = new HeldKeys();
    keys.press('KeyB', commandOf('peek'), context);
    keys.press('KeyO', commandOf('otherPeek'), context);
    expect(editor.getState()).toMatchObject({ blink: 'held', compare: 'held' });
    keys.letGo('KeyB');
    expect(editor.getState()).toMatchObject({ blink: 'off', compare: 'held' });
    keys.letGo('KeyO');
    expect(editor.getState()).toMatchObject({ blink: 'off', compare: 'off' });
  });

  it('all end when the keyboard goes elsewhere, and begin anew with the next press', () => {
    const { editor, context } = open();
    const keys = new HeldKeys();
    keys.press('KeyB', commandOf('peek'), context);
    keys.press('KeyO', commandOf('otherPeek'), context);
    keys.letAllGo();
    expect(editor.getState()).toMatchObject({ blink: 'off', compare: 'off' });
    keys.press('KeyB', commandOf('peek'), context);
    expect(editor.getState().blink).toBe('held');
  });

  it('are begun once however often the key repeats, and end what they began also on the next chip', () => {
    const [first, next] = [open(), open()];
    const keys = new HeldKeys();
    const command = { ...commandOf('peek'), run: vi.fn(commandOf('peek').run) };
    keys.press('KeyB', command, first.context);
    keys.press('KeyB', command, next.context);
    expect(command.run).toHaveBeenCalledOnce();
    keys.letGo('KeyB');
    expect(first.editor.getState().blink).toBe('off');
    keys.letGo('KeyB');
    expect(next.editor.getState().blink).toBe('off');
  });

  it('leave alone what was switched to something else meanwhile', () => {
    const { editor, context } = open();
    const keys = new HeldKeys();
    keys.press('KeyB', commandOf('peek'), context);
    commandOf('blink').run(context);
    keys.letGo('KeyB');
    expect(editor.getState().blink).toBe('running');
  });
});
