/** A box in pixels of its picture, edges exclusive on the right and at the bottom. */
export interface VocBox {
  xmin: number;
  ymin: number;
  xmax: number;
  ymax: number;
}

/**
 * The boxes of a Pascal VOC annotation.
 * @throws Error when an object has no whole box
 */
export function parseVoc(xml: string): VocBox[] {
  const objects = xml.match(/<object>[\s\S]*?<\/object>/g) ?? [];
  return objects.map((object) => {
    const edge = (name: string): number => {
      const found = new RegExp(`<${name}>\\s*([\\d.]+)\\s*</${name}>`).exec(object)?.[1];
      if (found === undefined) throw new Error(`a box of the annotation has no <${name}>`);
      return Number(found);
    };
    return { xmin: edge('xmin'), ymin: edge('ymin'), xmax: edge('xmax'), ymax: edge('ymax') };
  });
}

/** Area that the boxes cover within a window, where they overlap counted once. */
export function coveredArea(boxes: readonly VocBox[], window: VocBox): number {
  const inside = boxes
    .map((box) => ({
      xmin: Math.max(box.xmin, window.xmin),
      ymin: Math.max(box.ymin, window.ymin),
      xmax: Math.min(box.xmax, window.xmax),
      ymax: Math.min(box.ymax, window.ymax),
    }))
    .filter((box) => box.xmin < box.xmax && box.ymin < box.ymax);
  // between two neighbouring edges the boxes that cover a strip are the same over its whole width
  const edges = inside.flatMap(({ xmin, xmax }) => [xmin, xmax]).toSorted((a, b) => a - b);
  return edges.reduce((area, right, i) => {
    const left = edges[i - 1] ?? right;
    const strip = inside.filter((box) => box.xmin <= left && box.xmax >= right);
    return area + (right - left) * lengthOfUnion(strip);
  }, 0);
}

/** Length that the boxes cover from top to bottom, where they overlap counted once. */
function lengthOfUnion(boxes: readonly VocBox[]): number {
  let length = 0;
  let reached = -Infinity;
  for (const { ymin, ymax } of boxes.toSorted((a, b) => a.ymin - b.ymin)) {
    length += Math.max(0, ymax - Math.max(ymin, reached));
    reached = Math.max(reached, ymax);
  }
  return length;
}
