'use client';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { Submit } from '@/lib/client/use-submit';

/** Asks before an action, says what it means, and what went wrong with it. */
export function ConfirmDialog(props: {
  title: ReactNode;
  description?: ReactNode;
  /** what the action does, where the description does not say all of it */
  children?: ReactNode;
  /** false: the action cannot be run (yet) */
  allowed?: boolean;
  /** on the button that runs the action */
  confirm: string;
  cancel: string;
  /** "danger" where something ends */
  variant?: 'danger' | 'primary';
  action: Pick<Submit, 'busy' | 'problem' | 'run'>;
  onClose: () => void;
}) {
  const { action, onClose, variant = 'danger', allowed = true } = props;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={props.title}
      description={props.description}
      actions={
        <>
          <Button onClick={onClose}>{props.cancel}</Button>
          <Button
            variant={variant}
            disabled={!allowed}
            busy={action.busy}
            onClick={() => void action.run()}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      {props.children}
      {action.problem !== null && <Notice variant="bad">{action.problem}</Notice>}
    </Dialog>
  );
}
