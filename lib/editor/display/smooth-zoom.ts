/** Milliseconds in which a zoom covers two thirds of the way that is left. */
const TIME = 60;
/** A zoom within a thousandth of its aim has arrived. */
const ARRIVED = 0.001;

/** The scale a while later on the way to its aim: quick at first, soft at the end, whatever the frames' times. */
export function smoothZoomStep(scale: number, aim: number, ms: number): number {
  const left = Math.log(aim / scale) * Math.exp(-ms / TIME);
  return Math.abs(left) < ARRIVED ? aim : aim * Math.exp(-left);
}

/** A turn of a wheel, or two fingers on a trackpad, which the browser tells as the same event. */
export interface WheelTurn {
  readonly dx: number;
  readonly dy: number;
  /** the browser's unit is lines, not pixels */
  readonly lines: boolean;
  /** a pinch on a trackpad comes as a turn with Ctrl */
  readonly ctrl: boolean;
  readonly shift: boolean;
}

export type WheelAction =
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  /** `smooth`: a notch of a wheel is a jump that wants a way; a trackpad brings its own */
  | { readonly kind: 'zoom'; readonly factor: number; readonly smooth: boolean };

const LINE_PX = 16;
/** No trackpad moves as far at once, no wheel less. */
const NOTCH = 48;

/** Pinching zooms, sideways (or with Shift) moves the picture, anything else zooms by how far it turned. */
export function actionOf(turn: WheelTurn): WheelAction {
  const unit = turn.lines ? LINE_PX : 1;
  const [dx, dy] = [turn.dx * unit, turn.dy * unit];
  if (turn.ctrl) return { kind: 'zoom', factor: Math.exp(-dy / 100), smooth: false };
  if (turn.shift) return { kind: 'pan', dx: -(dx === 0 ? dy : dx), dy: 0 };
  if (Math.abs(dx) > Math.abs(dy)) return { kind: 'pan', dx: -dx, dy: -dy };
  const smooth = turn.lines || Math.abs(dy) >= NOTCH;
  return { kind: 'zoom', factor: Math.exp(-dy / 400), smooth };
}
