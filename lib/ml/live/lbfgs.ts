/** Value and gradient at a point; yields between pieces of work, so that whoever drives it can do something else first. */
export type Objective = (
  at: Float64Array,
  gradient: Float64Array,
) => Generator<undefined, number, undefined>;

export interface Limits {
  /** most steps */
  readonly steps: number;
  /** ends where no part of the gradient is larger */
  readonly gradient: number;
}

const MEMORY = 10;
/** share of the promised decrease that a step must bring (Armijo) */
const DECREASE = 1e-4;
const MOST_HALVINGS = 20;

/** Minimises a smooth convex function by L-BFGS with a backtracking line search, from `start`, which is left as it is. */
export function* minimise(
  objective: Objective,
  start: Float64Array,
  { steps, gradient: enough }: Limits,
): Generator<undefined, { at: Float64Array; steps: number }, undefined> {
  const size = start.length;
  let at = start.slice();
  let gradient = new Float64Array(size);
  let value = yield* objective(at, gradient);
  const memory: { move: Float64Array; turn: Float64Array; rho: number }[] = [];
  for (let step = 0; step < steps; step += 1) {
    if (largest(gradient) <= enough) return { at, steps: step };
    const direction = towards(gradient, memory);
    const slope = dot(direction, gradient);
    let length = memory.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = Infinity;
    for (let halving = 0; halving < MOST_HALVINGS; halving += 1) {
      for (let i = 0; i < size; i += 1)
        next[i] = (at[i] as number) + length * (direction[i] as number);
      nextValue = yield* objective(next, nextGradient);
      if (nextValue <= value + DECREASE * length * slope) break;
      length /= 2;
    }
    if (!(nextValue < value)) return { at, steps: step };
    const move = new Float64Array(size);
    const turn = new Float64Array(size);
    for (let i = 0; i < size; i += 1) {
      move[i] = (next[i] as number) - (at[i] as number);
      turn[i] = (nextGradient[i] as number) - (gradient[i] as number);
    }
    const curvature = dot(move, turn);
    if (curvature > 0) {
      memory.push({ move, turn, rho: 1 / curvature });
      if (memory.length > MEMORY) memory.shift();
    }
    at = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return { at, steps };
}

/** The two-loop recursion: minus the gradient, bent by what was learnt of the curvature. */
function towards(
  gradient: Float64Array,
  memory: readonly { move: Float64Array; turn: Float64Array; rho: number }[],
): Float64Array {
  const direction = gradient.map((g) => -g);
  const weights: number[] = [];
  for (const { move, turn, rho } of memory.toReversed()) {
    const weight = rho * dot(move, direction);
    weights.push(weight);
    add(direction, turn, -weight);
  }
  const last = memory.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.turn, last.turn));
    for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] as number) * scale;
  }
  for (const { move, turn, rho } of memory) {
    const weight = weights.pop() ?? 0;
    add(direction, move, weight - rho * dot(turn, direction));
  }
  return direction;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] as number) + times * (what[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
