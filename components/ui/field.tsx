import { clsx } from 'clsx';
import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';

const CONTROL =
  'w-full rounded-control border border-line-control bg-bg-2 px-3 text-body text-text-1 placeholder:text-text-3 disabled:opacity-50 aria-invalid:border-bad';

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** what is wrong with the value and what would be right */
  error?: string | undefined;
}

function Labelled({
  label,
  hint,
  error,
  id,
  children,
}: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-caption font-medium text-text-2">
        {label}
      </label>
      {children}
      {hint !== undefined && error === undefined && (
        <p id={`${id}-note`} className="text-caption text-text-3">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-note`} role="alert" className="text-caption text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

function describe(id: string, { hint, error }: FieldProps) {
  return {
    id,
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': hint !== undefined || error !== undefined ? `${id}-note` : undefined,
  };
}

/** One line of text with its label, hint and error. */
export function TextField(props: FieldProps & ComponentProps<'input'>) {
  const id = useId();
  const { label, hint, error, className, ...rest } = props;
  return (
    <Labelled label={label} hint={hint} error={error} id={id}>
      <input
        {...rest}
        {...describe(id, props)}
        className={clsx(CONTROL, 'h-8 pointer-coarse:h-11', className)}
      />
    </Labelled>
  );
}

/** Several lines of text. */
export function TextArea(props: FieldProps & ComponentProps<'textarea'>) {
  const id = useId();
  const { label, hint, error, className, ...rest } = props;
  return (
    <Labelled label={label} hint={hint} error={error} id={id}>
      <textarea
        rows={3}
        {...rest}
        {...describe(id, props)}
        className={clsx(CONTROL, 'py-2', className)}
      />
    </Labelled>
  );
}

/** A native select: it works with keys, touch and screen readers as it is. */
export function SelectField(props: FieldProps & ComponentProps<'select'>) {
  const id = useId();
  const { label, hint, error, className, children, ...rest } = props;
  return (
    <Labelled label={label} hint={hint} error={error} id={id}>
      <select
        {...rest}
        {...describe(id, props)}
        className={clsx(CONTROL, 'h-8 pointer-coarse:h-11', className)}
      >
        {children}
      </select>
    </Labelled>
  );
}
