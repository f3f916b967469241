import { useCallback, useState } from 'react';

/** A value that is made anew with each key; the one before is at hand. What else hangs on the component stays mounted. */
export function useKeyed<T>(key: unknown, make: (before: T | null) => T): T {
  const [kept, setKept] = useState(() => ({ key, value: make(null) }));
  if (Object.is(kept.key, key)) return kept.value;
  // React renders the component again at once, before any of this is on screen
  const fresh = { key, value: make(kept.value) };
  setKept(fresh);
  return fresh.value;
}

/** State that begins anew with each key: what is told late of an earlier one is dropped. */
export function useKeyedState<T>(
  key: unknown,
  initial: T,
): readonly [T, (change: (before: T) => T) => void] {
  const [kept, setKept] = useState({ key, value: initial });
  const set = useCallback(
    (change: (before: T) => T) => {
      setKept((now) => (Object.is(now.key, key) ? { key, value: change(now.value) } : now));
    },
    [key],
  );
  if (Object.is(kept.key, key)) return [kept.value, set];
  setKept({ key, value: initial });
  return [initial, set];
}
