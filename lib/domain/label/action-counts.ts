/** What a person did on a chip, in actions: a key press, a click or a drag that changed cells is one. */
export interface ActionCounts {
  /** all of them, undoing included */
  readonly strokes: number;
  /** strokes that accepted proposals, and strokes that changed a cell which had been accepted */
  readonly accepts: number;
  readonly fixes: number;
  /** cells that came by accepting and stayed so */
  readonly kept: number;
  /** strokes that gave classes by hand, and the cells that they gave */
  readonly handStrokes: number;
  readonly handCells: number;
}
