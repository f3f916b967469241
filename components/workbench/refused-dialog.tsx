'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { useCopy } from '@/components/ui/use-copy';
import { When } from '@/components/ui/when';
import { useRefusalReason } from '@/components/workbench/use-refusal-reason';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { RefusedTask } from '@/lib/client/outbox/task';
import { useSubmit } from '@/lib/client/use-submit';

/** What was not taken, and what the person can do about each of it: look, copy, send again, drop. */
export function RefusedDialog(props: {
  tasks: readonly RefusedTask[];
  outbox: Outbox;
  onClose: () => void;
}) {
  const { tasks, outbox, onClose } = props;
  const t = useTranslations('session.refused');
  const copy = useCopy();
  const [dropping, setDropping] = useState<RefusedTask | null>(null);
  const drop = useSubmit(async () => {
    if (dropping) await outbox.dropRefused([dropping.id]);
    // the labelling on screen still shows it: what the server has is shown afresh
    window.location.reload();
  });
  if (dropping) {
    return (
      <ConfirmDialog
        title={t('dropTitle', { what: whatOf([dropping]), count: 1 })}
        description={t('dropWords')}
        confirm={t('drop')}
        cancel={t('keep')}
        action={drop}
        onClose={() => setDropping(null)}
      />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('count', { what: whatOf(tasks), count: tasks.length })}
      description={t('words')}
    >
      <ul className="flex flex-col gap-4">
        {tasks.map((task) => (
          <Entry
            key={task.id}
            task={task}
            onCopy={() => copy(JSON.stringify(task, null, 2))}
            onAgain={() => void outbox.retryRefused([task.id])}
            onDrop={() => setDropping(task)}
          />
        ))}
      </ul>
    </Dialog>
  );
}

/** How pieces of work are called together. */
export function whatOf(tasks: readonly RefusedTask[]): 'strokes' | 'other' {
  return tasks.every(({ kind }) => kind === 'save') ? 'strokes' : 'other';
}

/** Cells that are named one by one; of more, only how many. */
const NAMED = 8;

function Entry(props: {
  task: RefusedTask;
  onCopy: () => void;
  onAgain: () => void;
  onDrop: () => void;
}) {
  const { task } = props;
  const t = useTranslations('session');
  const reasonOf = useRefusalReason();
  const page = task.labelling.endsWith('/consensus') ? 'review' : 'label';
  const changes = task.kind === 'save' ? task.save.changes : [];
  const cells = [...new Set(changes.map(({ cell }) => cell + 1))].sort((a, b) => a - b);
  const named = cells.length <= NAMED ? `: ${cells.join(', ')}` : '';
  return (
    <li>
      <a className="underline" href={`/p/${task.slug}/${page}/${String(task.number)}`}>
        {t('chip', { number: task.number })}
      </a>
      {', '}
      {task.kind === 'save'
        ? t('refused.cells', { count: cells.length, named })
        : t(`refused.${task.kind}Of`)}
      {', '}
      <When at={new Date(task.refused.at)} clock />
      <span className="block text-text-2">{reasonOf(task.refused)}</span>
      <span className="mt-1.5 flex flex-wrap gap-2">
        {/* only the person can settle conflicts, on the chip itself */}
        {task.refused.cause !== 'conflicts' && (
          <Button size="small" onClick={props.onAgain}>
            {t('refused.again')}
          </Button>
        )}
        <Button size="small" onClick={props.onCopy}>
          {t('refused.copy')}
        </Button>
        <Button size="small" variant="danger" onClick={props.onDrop}>
          {t('refused.drop')}
        </Button>
      </span>
    </li>
  );
}
