/** A window of an asset in its pixels. */
export interface AssetWindow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Share of the chip's longer side that is shown beyond each of its sides. */
const SHARE = 1 / 4;

/** The chip with the ground around it, cut off where the asset ends. Server and page work it out alike. */
export function surroundingWindow(
  chip: AssetWindow,
  asset: { width: number; height: number },
): AssetWindow {
  const margin = Math.ceil(Math.max(chip.width, chip.height) * SHARE);
  const [x, y] = [Math.max(0, chip.x - margin), Math.max(0, chip.y - margin)];
  return {
    x,
    y,
    width: Math.min(asset.width, chip.x + chip.width + margin) - x,
    height: Math.min(asset.height, chip.y + chip.height + margin) - y,
  };
}
