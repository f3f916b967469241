import { clsx } from 'clsx';

/** Up to two initials of a name. */
export function initials(name: string): string {
  // letters only: "Ana (demo)" is AD
  const words = name.match(/\p{L}[^\s]*/gu) ?? [];
  return `${words[0]?.[0] ?? '?'}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}

/** A person as a ring of initials; `me` is ringed in the accent, a model is square. */
export function Avatar({
  name,
  me = false,
  model = false,
}: {
  name: string;
  me?: boolean;
  model?: boolean;
}) {
  return (
    <span
      title={name}
      // drawn and not written: where a button has the whole name, the initials are no words of its own
      data-sign={model ? name : initials(name)}
      className={clsx(
        'inline-flex size-6 shrink-0 before:content-[attr(data-sign)] items-center justify-center bg-bg-3 text-[10px] leading-none font-semibold tracking-wide text-text-1',
        model ? 'rounded-control' : 'rounded-full',
        me && 'shadow-[0_0_0_1.5px_var(--bg-1),0_0_0_3px_var(--accent)]',
      )}
    />
  );
}
