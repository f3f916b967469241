import { useMemo, useSyncExternalStore } from 'react';
import type { EditorState } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';

/**
 * The editor's state as of the last change of one of these parts: whoever reads only them renders only then, and must
 * read no others. `keys` must be the same array each time.
 */
export function useParts(editor: EditorStore, keys: readonly (keyof EditorState)[]): EditorState {
  const read = useMemo(() => {
    let kept = editor.getState();
    return () => {
      const now = editor.getState();
      if (keys.some((key) => kept[key] !== now[key])) kept = now;
      return kept;
    };
  }, [editor, keys]);
  return useSyncExternalStore(editor.subscribe, read, read);
}
