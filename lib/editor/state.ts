import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { Picture } from '@/lib/editor/display/picture';
import type { History } from '@/lib/editor/history';
import type { Labelling, Place } from '@/lib/editor/labelling';
import type { EditorPrediction } from '@/lib/editor/prediction';
import type { Cover, Point, Tool } from '@/lib/editor/tools/tool';
import type { Frame, Lattice, View } from '@/lib/editor/view';

/** Which parts of the drawing are on; kept on this machine only. */
export interface Overlay {
  readonly labels: boolean;
  readonly lattice: boolean;
  readonly proposals: boolean;
  readonly absent: boolean;
  /** 0 to 1, of labels and proposals */
  readonly opacity: number;
  /** 0 to 1, of the lines between the cells */
  readonly latticeOpacity: number;
  /** what colours a proposal: its class, or how sure the model is */
  readonly by: 'class' | 'confidence';
}

/** All that the screen shows; replaced, never altered. */
export interface EditorState {
  readonly lattice: Lattice;
  readonly labelling: Labelling;
  readonly history: History;
  readonly cursor: Place;
  /** code that a stroke gives */
  readonly activeCode: number;
  readonly tool: Tool;
  /** 1 to 5 cells a side, of brush and eraser */
  readonly brushSize: number;
  /** when a polygon takes a cell */
  readonly cover: Cover;
  readonly prediction: EditorPrediction | null;
  /** from which probability a class is proposed */
  readonly thresholds: Thresholds;
  readonly overlay: Overlay;
  /** everything on the picture is off while this is true */
  readonly hidden: boolean;
  /** how the picture itself is shown */
  readonly picture: Picture;
  /** the overlay goes for a look at the picture: while a key is held, or to and fro. A look, not a state: proposals stay shown */
  readonly blink: 'off' | 'held' | 'running';
  /** the same ground on another date: not, instead of the picture while a key is held, or beside it */
  readonly compare: 'off' | 'held' | 'swipe';
  /** share of the window, from the left, that shows the other date while comparing side by side */
  readonly swipe: number;
  readonly view: View;
  readonly frame: Frame;
  readonly hover: Place | null;
  /** cells of the stroke that is being drawn, and the code that it gives */
  readonly draft: readonly number[];
  readonly draftCode: number;
  /** the polygon that is being drawn, in cells; its last corner follows the hand */
  readonly outline: readonly Point[];
  /** where the menu of the cursor's cell is open, in pixels of the stage */
  readonly menu: Point | null;
  /** cells that have been on screen since the chip was opened: "the rest are absent" reaches these only */
  readonly seen: ReadonlySet<number>;
  readonly readOnly: boolean;
}
