'use client';
import { useCallback, useState } from 'react';

/** Where a reviewer is among the chips, and the ways from there; null: there is none. */
export interface Way {
  number: number;
  go: (number: number) => void;
  /** on in the order of the list */
  onNext: (() => void) | null;
  /** back the way that the person came, verdicts or not; from the first chip of the visit by the order of the list */
  onPrevious: (() => void) | null;
}

/** The way through the chips that wait, `numbers`, beginning at `start`. */
export function useWay(start: number, numbers: readonly number[]): Way {
  const [visited, setVisited] = useState<readonly [number, ...number[]]>([start]);
  const [number, before] = visited;
  const go = useCallback((to: number) => {
    setVisited((now) => (now[0] === to ? now : [to, ...now]));
  }, []);
  const back = useCallback(() => {
    setVisited(([now, then, ...rest]) => (then === undefined ? [now] : [then, ...rest]));
  }, []);
  const place = numbers.indexOf(number);
  const onNext = useGoTo(place < 0 ? numbers[0] : numbers[place + 1], go);
  const toPrevious = useGoTo(place > 0 ? numbers[place - 1] : undefined, go);
  return { number, go, onNext, onPrevious: before === undefined ? toPrevious : back };
}

/** A stable act that goes to a chip; null where there is none. */
function useGoTo(number: number | undefined, go: (number: number) => void): (() => void) | null {
  const act = useCallback(() => {
    if (number !== undefined) go(number);
  }, [number, go]);
  return number === undefined ? null : act;
}
