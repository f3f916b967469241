'use client';
import type { ComponentProps } from 'react';
import { TextField } from '@/components/ui/field';
import { MIN_PASSWORD } from '@/lib/domain/user/schema';

/** A password that somebody chooses, with the length that the server asks for. */
export function NewPasswordField(props: {
  label: string;
  hint?: string;
  value: string;
  error: string | undefined;
  onValue: (value: string) => void;
}) {
  const { onValue, hint, ...rest } = props;
  const more: Partial<ComponentProps<typeof TextField>> = hint === undefined ? {} : { hint };
  return (
    <TextField
      {...rest}
      {...more}
      type="password"
      name="new-password"
      autoComplete="new-password"
      required
      minLength={MIN_PASSWORD}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}
