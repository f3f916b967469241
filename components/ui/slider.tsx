'use client';
import { Slider as Radix } from 'radix-ui';

/** A slider with one thumb. `fill` tells which side of the thumb counts. */
export function Slider(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  fill?: 'left' | 'right';
  valueText?: string;
  onChange: (value: number) => void;
}) {
  return (
    <Radix.Root
      value={[props.value]}
      min={props.min}
      max={props.max}
      step={props.step}
      onValueChange={([value]) => {
        if (value !== undefined) props.onChange(value);
      }}
      className="relative flex h-4 w-full touch-none items-center select-none pointer-coarse:h-11"
    >
      <Radix.Track
        className={`relative h-1 flex-1 rounded-full ${props.fill === 'right' ? 'bg-accent' : 'bg-bg-3'}`}
      >
        <Radix.Range
          className={`absolute h-full rounded-full ${props.fill === 'right' ? 'bg-bg-3' : 'bg-text-3'}`}
        />
      </Radix.Track>
      <Radix.Thumb
        aria-label={props.label}
        aria-valuetext={props.valueText}
        className="block size-4 rounded-full border-3 border-bg-1 bg-text-1 shadow-[0_0_0_1px_var(--line-control)]"
      />
    </Radix.Root>
  );
}
