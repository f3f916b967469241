'use client';
import { useEffect } from 'react';
import { toast } from 'sonner';
import { keyName } from '@/lib/editor/commands/keys';
import { commandOfKey } from '@/lib/editor/commands/registry';
import type { Command, CommandContext } from '@/lib/editor/commands/registry';

/** Runs the registry's commands on key presses; a key that can do nothing now says why. Typing in a field stays typing. */
export function useKeys(commands: readonly Command[], context: CommandContext): void {
  useEffect(() => {
    const onDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const command = commandOfKey(commands, keyName(event));
      if (!command || opensOwn(event)) return;
      event.preventDefault();
      const able = command.enabled(context);
      if (able === true) command.run(context);
      else if (!event.repeat) toast(able, { id: command.id, duration: 2000 });
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key === 'Shift') context.editor.endRun();
    };
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    return () => {
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
    };
  }, [commands, context]);
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
