'use client';
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { useCommandWords } from '@/components/commands/use-command-words';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { commandOfKey } from '@/lib/editor/commands/keymap';
import type { KeyModes } from '@/lib/editor/commands/keymap';
import { keyNames } from '@/lib/editor/commands/keys';
import type { EditorStore } from '@/lib/editor/store';

/** Runs the registry's commands on key presses; a key that can do nothing now says why. Typing in a field stays typing. */
export function useKeys(commands: readonly Command[], context: CommandContext): void {
  const words = useCommandWords();
  // commands that last while their key is held, by the key's code: written and read by the handlers only
  const held = useRef(new Map<string, Command>());
  useEffect(() => {
    const holding = held.current;
    const letGo = (code: string): void => {
      holding.get(code)?.release?.(context);
      holding.delete(code);
    };
    const onDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const command = commandOfKey(commands, keyNames(event), modesOf(context.editor));
      if (!command || opensOwn(event)) return;
      event.preventDefault();
      const able = command.enabled(context);
      if (able !== true) {
        if (!event.repeat) toast(words.why(able), { id: command.id, duration: 2000 });
        return;
      }
      if (command.release) {
        if (event.repeat) return;
        holding.set(event.code, command);
      }
      command.run(context);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key === 'Shift') context.editor.endRun();
      letGo(event.code);
    };
    // a window that loses the keyboard never hears the key come up
    const onBlur = (): void => {
      for (const code of [...holding.keys()]) letGo(code);
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
  }, [commands, context, words]);
}

function modesOf(editor: EditorStore): KeyModes {
  return { draft: editor.hand.isDrafting(), polygon: editor.getState().tool === 'polygon' };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"]')) return true;
  return ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Enter and Space press the button that has the focus, arrows move the slider: the focused control goes first. */
function opensOwn(event: KeyboardEvent): boolean {
  if (!(event.target instanceof HTMLElement)) return false;
  if (event.key === 'Enter' || event.key === ' ') {
    return event.target.closest('button, a, [role="button"], [role="switch"]') !== null;
  }
  return event.key.startsWith('Arrow') && event.target.getAttribute('role') === 'slider';
}
