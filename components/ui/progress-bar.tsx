import { clsx } from 'clsx';

/** Progress from 0 to 1, or `value` null while the amount is not known. */
export function ProgressBar(props: { value: number | null; label: string; quiet?: boolean }) {
  const percent =
    props.value === null ? null : Math.round(Math.min(1, Math.max(0, props.value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="h-1.5 overflow-hidden rounded-full bg-bg-3"
    >
      <div
        className={clsx(
          'h-full rounded-full transition-[width] duration-160',
          props.quiet ? 'bg-text-3' : 'bg-accent',
          percent === null && 'w-1/3 animate-pulse',
        )}
        {...(percent === null ? {} : { style: { width: `${String(percent)}%` } })}
      />
    </div>
  );
}
