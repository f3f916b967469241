// Script of the page that tests and measures the model worker in a real browser, without the application around it.
import { createPredictor } from '@/lib/ml/client';
import type { Predictor } from '@/lib/ml/predictor';

export interface ModelPage {
  predictor: Predictor;
}

(globalThis as unknown as ModelPage).predictor = createPredictor(
  () => new Worker('/build/worker.js', { type: 'module' }),
);
