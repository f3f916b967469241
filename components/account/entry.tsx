import type { ReactNode } from 'react';
import { Mark } from '@/components/shell/mark';

/** A page for people who are not in yet: the mark, a title and one card. */
export function Entry(props: { title: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-full w-full max-w-[400px] flex-col justify-center gap-4 px-4 py-12">
      <div className="flex items-center gap-2">
        <Mark size={24} />
        <span className="text-lead font-semibold">Quadrat</span>
      </div>
      <div className="rounded-card border border-line bg-bg-1 p-6">
        <h1>{props.title}</h1>
        {props.note !== undefined && <p className="mt-1 text-text-2">{props.note}</p>}
        <div className="mt-4">{props.children}</div>
      </div>
    </main>
  );
}
