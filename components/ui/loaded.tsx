'use client';
import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';

/** What a query brought; until then a grey place, and where it failed what went wrong. */
export function Loaded<T>(props: {
  query: { data: T | undefined; error: Error | null };
  /** size of the place */
  className: string;
  children: (data: T) => ReactNode;
}) {
  const { data, error } = props.query;
  if (data !== undefined) return props.children(data);
  if (error) return <Notice variant="bad">{error.message}</Notice>;
  return <Skeleton className={props.className} />;
}
