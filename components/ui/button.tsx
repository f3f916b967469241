import { clsx } from 'clsx';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { Kbd } from '@/components/ui/kbd';

const VARIANTS = {
  plain: 'border-line bg-bg-2 text-text-1 hover:bg-bg-3',
  primary: 'border-accent-fill bg-accent-fill font-semibold text-on-accent hover:opacity-92',
  ghost: 'border-transparent bg-transparent text-text-2 hover:bg-bg-3',
  danger: 'border-bad bg-transparent text-bad hover:bg-bad-soft',
} as const;
const SIZES = {
  normal: 'h-8 px-3 pointer-coarse:h-11 pointer-coarse:min-w-11',
  small: 'h-7 px-2 text-caption pointer-coarse:h-11 pointer-coarse:min-w-11',
  icon: 'size-8 pointer-coarse:size-11',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** shown as a key hint behind the words */
  keys?: string;
  /** render the single child (for instance a Link) with the button's style */
  asChild?: boolean;
  /** work under way: disabled, and said so */
  busy?: boolean;
}

/** The one button. */
export function Button(props: ButtonProps) {
  const {
    variant = 'plain',
    size = 'normal',
    keys,
    asChild,
    busy,
    className,
    children,
    ...rest
  } = props;
  const classes = clsx(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap',
    'transition-colors duration-90 disabled:cursor-not-allowed disabled:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0',
    VARIANTS[variant],
    SIZES[size],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      {...rest}
      className={classes}
      aria-busy={busy ?? undefined}
      disabled={rest.disabled === true || busy === true}
    >
      {children}
      {keys !== undefined && <Kbd onFill={variant === 'primary'}>{keys}</Kbd>}
    </button>
  );
}
