'use client';
import { useEffect } from 'react';
import { isTyping } from '@/components/commands/is-typing';
import { opensOwn } from '@/components/commands/use-keys';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { toast } from '@/components/ui/toast';
import { repeats } from '@/lib/editor/commands/command';
import type { GalleryCommand, GalleryContext } from '@/lib/editor/commands/gallery';
import { commandOfKey } from '@/lib/editor/commands/keymap';
import { keyNames } from '@/lib/editor/commands/keys';

const NO_MODES = { draft: false, polygon: false };

/** Runs the gallery's commands on key presses; a key that can do nothing now says why. */
export function useGalleryKeys(
  commands: readonly GalleryCommand[],
  context: GalleryContext,
  away: boolean,
): void {
  const words = useCommandLabels();
  useEffect(() => {
    const onDown = (event: KeyboardEvent): void => {
      if (away || event.defaultPrevented || isTyping(event.target)) return;
      const command = commandOfKey(commands, keyNames(event), NO_MODES);
      if (!command || opensOwn(event)) return;
      event.preventDefault();
      if (event.repeat && !repeats(command, context)) return;
      const able = command.enabled(context);
      if (able === true) command.run(context);
      else if (!event.repeat) toast(words.why(able), { id: command.id, duration: 2000 });
    };
    window.addEventListener('keydown', onDown);
    return () => {
      window.removeEventListener('keydown', onDown);
    };
  }, [commands, context, words, away]);
}
