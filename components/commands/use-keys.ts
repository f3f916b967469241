'use client';
import { useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { isTyping } from '@/components/commands/is-typing';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { repeats } from '@/lib/editor/commands/command';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { HeldKeys } from '@/lib/editor/commands/held-keys';
import { commandOfKey } from '@/lib/editor/commands/keymap';
import type { KeyModes } from '@/lib/editor/commands/keymap';
import { keyNames } from '@/lib/editor/commands/keys';
import type { EditorStore } from '@/lib/editor/store';

/**
 * Runs the registry's commands on key presses; a key that can do nothing now says why. Typing in a field stays typing. `away`: a
 * surface of the page has the keyboard, palette or help.
 */
export function useKeys(
  commands: readonly Command[],
  context: CommandContext,
  away: boolean,
): void {
  const words = useCommandLabels();
  const [held] = useState(() => new HeldKeys());
  useEffect(() => {
    if (away) held.letAllGo();
  }, [held, away]);
  useEffect(() => {
    const onDown = (event: KeyboardEvent): void => {
      // also while such a surface is still being fetched: what is typed for it is no command
      if (away || event.defaultPrevented || isTyping(event.target)) return;
      const command = commandOfKey(commands, keyNames(event), modesOf(context.editor));
      if (!command || opensOwn(event)) return;
      event.preventDefault();
      if (event.repeat && !repeats(command, context)) return;
      const able = command.enabled(context);
      if (able !== true) {
        if (!event.repeat) toast(words.why(able), { id: command.id, duration: 2000 });
        return;
      }
      if (!command.release) command.run(context);
      else if (!event.repeat) held.press(event.code, command, context);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key === 'Shift') context.editor.endRun();
      held.letGo(event.code);
    };
    // a window that loses the keyboard never hears the key come up
    const onBlur = (): void => {
      held.letAllGo();
    };
    // the menu key also asks for the browser's own menu, wherever the focus is
    const onMenu = (event: MouseEvent): void => {
      if (event.button !== 2 && !isTyping(event.target)) event.preventDefault();
    };
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    window.addEventListener('blur', onBlur);
    window.addEventListener('contextmenu', onMenu);
    return () => {
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('contextmenu', onMenu);
    };
  }, [commands, context, words, held, away]);
}

function modesOf(editor: EditorStore): KeyModes {
  return { draft: editor.tools.isDrafting(), polygon: editor.getState().tool === 'polygon' };
}

/** Enter and Space press the button that has the focus, arrows move the slider: the focused control goes first. */
export function opensOwn(event: KeyboardEvent): boolean {
  if (!(event.target instanceof HTMLElement)) return false;
  if (event.key === 'Enter' || event.key === ' ') {
    return event.target.closest('button, a, [role="button"], [role="switch"]') !== null;
  }
  return event.key.startsWith('Arrow') && event.target.getAttribute('role') === 'slider';
}
