'use client';
import { clsx } from 'clsx';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

/** Scrolls its content sideways where it is too wide. Only then the keys reach it: a stop that does nothing is in the way. */
export function Scroller(props: { className?: string; children: ReactNode }) {
  const t = useTranslations('shell');
  const box = useRef<HTMLDivElement>(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void => {
      setWide(element.scrollWidth > element.clientWidth);
    };
    const watch = new ResizeObserver(look);
    watch.observe(element);
    if (element.firstElementChild) watch.observe(element.firstElementChild);
    return () => {
      watch.disconnect();
    };
  }, []);
  return (
    <div
      ref={box}
      className={clsx('relative overflow-x-auto', props.className)}
      {...(wide ? { tabIndex: 0, role: 'region', 'aria-label': t('scrollsSideways') } : {})}
    >
      {props.children}
    </div>
  );
}
