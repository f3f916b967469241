import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';

/** One filter as a small list; `on`, or a value other than the first: it holds something back. */
export function FilterSelect(props: {
  label: string;
  value: string;
  /** value and words */
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
  on?: boolean;
}) {
  const { value, options } = props;
  const on = props.on ?? value !== options[0]?.[0];
  return (
    <span className="relative shrink-0">
      <select
        aria-label={props.label}
        title={props.label}
        value={value}
        onChange={(event) => {
          props.onChange(event.target.value);
          // the keys go back to the crops
          event.target.blur();
        }}
        className={clsx(
          'field-sizing-content h-7 max-w-44 cursor-pointer appearance-none truncate rounded-control border pr-7 pl-2.5 pointer-coarse:h-11',
          on ? 'border-transparent bg-bg-3 text-text-1' : 'border-line bg-bg-1 text-text-2',
        )}
      >
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-text-3"
      />
    </span>
  );
}
