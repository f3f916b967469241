'use client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ClassView } from '@/lib/domain/class/schema';
import type { Conflict } from '@/lib/domain/label/schema';
import { codeWords } from '@/lib/editor/store';

/** Cells that somebody else (or another window) set meanwhile: the person decides each, nothing was overwritten. */
export function ConflictDialog(props: {
  conflicts: readonly Conflict[];
  cols: number;
  classes: readonly ClassView[];
  onDecide: (conflict: Conflict, mine: boolean) => void;
}) {
  const { conflicts, cols, classes } = props;
  const decideAll = (mine: boolean) => () => {
    for (const conflict of conflicts) props.onDecide(conflict, mine);
  };
  return (
    <Dialog
      open={conflicts.length > 0}
      onOpenChange={(open) => {
        if (!open) decideAll(false)();
      }}
      title={conflicts.length === 1 ? 'A cell was changed twice' : 'Some cells were changed twice'}
      description="The other change came first and stands. Choose which label each cell shall have; everything else is saved."
      actions={
        <>
          <Button onClick={decideAll(false)}>Keep all of theirs</Button>
          <Button look="primary" onClick={decideAll(true)}>
            Take all of mine
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-2">
        {conflicts.map((conflict) => (
          <li key={conflict.cell} className="flex flex-wrap items-center gap-2">
            <span className="min-w-40 flex-1">
              Row {Math.floor(conflict.cell / cols) + 1}, column {(conflict.cell % cols) + 1}
              <span className="block text-caption text-text-3">
                {conflict.by ? conflict.by.name : 'another window'} set it meanwhile
              </span>
            </span>
            <Button
              onClick={() => {
                props.onDecide(conflict, false);
              }}
            >
              Theirs: {codeWords(conflict.theirs, classes)}
            </Button>
            <Button
              onClick={() => {
                props.onDecide(conflict, true);
              }}
            >
              Mine: {codeWords(conflict.yours, classes)}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
