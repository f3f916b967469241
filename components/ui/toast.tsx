'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import type { toast as show } from 'sonner';
import { noticeBar } from '@/components/ui/notice-bar';
import type { NoticeOptions } from '@/components/ui/notice-bar';
import { loadPart } from '@/lib/client/load-part';

// What shows notices is no part of a page's first script: it is fetched with the first notice, or some seconds after the page,
// so that it is there should the network go.

const Toaster = dynamic(() => loadPart(() => import('@/components/ui/toaster')), { ssr: false });
const FETCHED_AFTER_MS = 5000;

const { promise: asked, resolve: ask } = later<undefined>();
const { promise: placed, resolve: place } = later<typeof show>();

function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Goes to the page's own bar where it has one. A notice that comes before its place is on the page waits for it. */
function say(kind: 'message' | 'error', text: string, options: NoticeOptions = {}): void {
  if (noticeBar.say({ kind, text, options })) return;
  ask(undefined);
  void placed.then((sonner) => {
    sonner[kind](text, options);
  });
}

/**
 * Says something for some seconds, at the page's lower edge or in its bar (NoticeBar); the same `id` takes the place of the one
 * before.
 */
export const toast = Object.assign(
  (text: string, options?: NoticeOptions) => {
    say('message', text, options);
  },
  {
    error: (text: string, options?: NoticeOptions) => {
      say('error', text, options);
    },
  },
);

/** Where notices are shown: once a page. */
export function Notices() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(ask, FETCHED_AFTER_MS, undefined);
    void asked.then(() => {
      setWanted(true);
    });
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return wanted ? <Toaster onPlaced={place} /> : null;
}
