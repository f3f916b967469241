import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Size in CSS px of what a scrolling frame shows, without the padding at its sides; follows the frame. */
export function useSize(frame: RefObject<HTMLDivElement | null>): {
  width: number;
  height: number;
} {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = (): void => {
      const style = getComputedStyle(element);
      const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
      setSize({ width: element.clientWidth - sides, height: element.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [frame]);
  return size;
}
