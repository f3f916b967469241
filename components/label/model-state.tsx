'use client';
import { Check, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { PredictorState } from '@/lib/ml/predictor';

/** The model in one line: loading with its share, checked on its golden chips, or why there is none. */
export function ModelState({ state }: { state: PredictorState }) {
  switch (state.kind) {
    case 'idle':
      return null;
    case 'loading':
      return (
        <span className="text-text-3 max-md:hidden" title={state.text}>
          Model {Math.round(state.fraction * 100)} %
        </span>
      );
    case 'ready':
      return (
        <span
          className="flex items-center gap-2 max-md:hidden"
          title={`Golden chips agree with the trainer on ${state.backend}`}
        >
          <span className="text-text-2">
            Model <span className="font-semibold text-text-1">{state.name}</span>
          </span>
          <Badge>
            <Check aria-hidden /> checked
          </Badge>
        </span>
      );
    case 'failed':
      return (
        <span className="flex items-center gap-1 text-bad" title={state.message}>
          <TriangleAlert aria-hidden className="size-4" />
          <span className="max-md:sr-only">No proposals: {state.message}</span>
        </span>
      );
    case 'none':
      return (
        <span className="text-text-3 max-md:hidden" title={state.why}>
          No model
        </span>
      );
  }
}

/** What the threshold panel says while there is nothing to threshold. */
export function whyNoProposals(state: PredictorState): string {
  switch (state.kind) {
    case 'idle':
    case 'loading':
      return 'The model is on its way. Labelling does not wait for it.';
    case 'ready':
      return 'The model has not looked at this chip yet.';
    case 'failed':
      return `${state.message} Labelling goes on without proposals.`;
    case 'none':
      return state.why;
  }
}
