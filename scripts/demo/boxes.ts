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

/** Centre of a box in pixels. */
export function centreOf({ xmin, ymin, xmax, ymax }: VocBox): { x: number; y: number } {
  return { x: (xmin + xmax) / 2, y: (ymin + ymax) / 2 };
}
