/** The five steps of the first-run tour of the label page, each with the elements it points at: the first that is on screen. */
export const STEPS = [
  { id: 'picture', anchors: ['#content'] },
  { id: 'keys', anchors: ['[data-tour="tools"]', '[data-tour="classes"]'] },
  { id: 'proposals', anchors: ['[data-tour="proposals"]', '#content'] },
  { id: 'submit', anchors: ['[data-tour="acts"]'] },
  { id: 'help', anchors: ['[data-tour="help"]', '#content'] },
] as const;

export interface ScreenBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 12;

/**
 * Where the card of `size` stands: beside what it points at, below or above it, or at the right edge, the first of these that
 * leaves `keep` (the picture) and what it points at free; where none does, as `overPicture` says.
 */
export function placeCard(
  anchor: ScreenBox,
  size: Pick<ScreenBox, 'width' | 'height'>,
  window: Pick<ScreenBox, 'width' | 'height'>,
  keep: ScreenBox | null,
): { left: number; top: number } {
  const inside = (value: number, length: number, room: number) =>
    Math.max(GAP, Math.min(value, room - length - GAP));
  const at = (left: number, top: number) => ({
    left: inside(left, size.width, window.width),
    top: inside(top, size.height, window.height),
  });
  const level = anchor.top + anchor.height / 2 - size.height / 2;
  const rightEdge = anchor.left + anchor.width;
  const spots = [
    at(rightEdge + GAP, level),
    at(anchor.left - size.width - GAP, level),
    at(rightEdge - size.width, anchor.top + anchor.height + GAP),
    at(rightEdge - size.width, anchor.top - size.height - GAP),
    at(window.width, level),
    at(window.width, anchor.top + anchor.height + GAP),
  ];
  const free = spots.find((spot) => {
    const card = { ...spot, ...size };
    return keep !== null && !overlap(card, keep) && !overlap(card, anchor);
  });
  return free ?? overPicture(anchor, size, window, inside);
}

function overlap(a: ScreenBox, b: ScreenBox): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

/**
 * Where there is no room but over the picture: right of it, left of it, above it or, where it fills the window, in its lower
 * right corner; always wholly inside the window.
 */
function overPicture(
  anchor: ScreenBox,
  size: Pick<ScreenBox, 'width' | 'height'>,
  window: Pick<ScreenBox, 'width' | 'height'>,
  inside: (value: number, length: number, room: number) => number,
): { left: number; top: number } {
  const level = inside(
    anchor.top + anchor.height / 2 - size.height / 2,
    size.height,
    window.height,
  );
  const right = anchor.left + anchor.width + GAP;
  if (right + size.width + GAP <= window.width)
    return { left: inside(right, size.width, window.width), top: level };
  const left = anchor.left - size.width - GAP;
  // a narrow thing at the right edge; beside the picture the card would cover the tools
  if (left >= GAP && anchor.left > window.width / 2)
    return { left: inside(left, size.width, window.width), top: level };
  const above = anchor.top - size.height - GAP;
  const centred = inside(anchor.left + anchor.width - size.width - GAP, size.width, window.width);
  if (above >= GAP && anchor.top > window.height / 2)
    return { left: centred, top: inside(above, size.height, window.height) };
  return {
    left: centred,
    top: inside(anchor.top + anchor.height - size.height - GAP, size.height, window.height),
  };
}
