import { useState } from 'react';
import { ApiProblem, isOf } from '@/lib/client/problem';

export interface Submit {
  busy: boolean;
  /** what went wrong with the last try and stands beside no field, in words; null while there is nothing to say */
  problem: string | null;
  /** what is wrong with one field, by its path in the body */
  field: (path: string) => string | undefined;
  /** runs the action once; true when it succeeded */
  run: () => Promise<boolean>;
  /** forgets the last problem */
  clear: () => void;
}

/**
 * A form's or button's one action: busy while it runs, and its problem in words when the API refuses. `shown`: the fields that
 * the form shows with what is wrong with them.
 */
export function useSubmit(action: () => Promise<void>, shown: readonly string[] = []): Submit {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const fields = problem?.fields ?? [];
  return {
    busy,
    problem: problem === null ? null : problem.beside(shown),
    field: (path) => fields.find((f) => isOf(f.path, path))?.message,
    clear: () => {
      setProblem(null);
    },
    run: async () => {
      setBusy(true);
      setProblem(null);
      try {
        await action();
        return true;
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        setProblem(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
