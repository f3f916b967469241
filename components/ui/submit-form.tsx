'use client';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { Submit } from '@/lib/client/use-submit';

/** A form of one action: its fields, what is wrong with what they say, and its button. */
export function SubmitForm(props: {
  action: Submit;
  /** on the button */
  label: string;
  /** nothing has changed yet */
  disabled?: boolean;
  /** in a dialog the button is its main one, at the end */
  inDialog?: boolean;
  children: ReactNode;
}) {
  const { action, inDialog = false } = props;
  return (
    <form
      className="flex shrink-0 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run();
      }}
    >
      {props.children}
      {action.problem !== null && <Notice variant="bad">{action.problem}</Notice>}
      <Button
        type="submit"
        variant={inDialog ? 'primary' : 'plain'}
        className={inDialog ? 'self-end' : 'self-start'}
        busy={action.busy}
        disabled={props.disabled ?? false}
      >
        {props.label}
      </Button>
    </form>
  );
}
