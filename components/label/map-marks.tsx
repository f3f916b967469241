import type { ChipView } from '@/lib/domain/chip/schema';

/** Where the chip lies in its picture. */
export function Minimap({ chip }: { chip: ChipView }) {
  const { asset } = chip;
  if (asset.previewUrl === null) return null;
  const k = Math.min(136 / asset.width, 112 / asset.height);
  const [width, height] = [asset.width * k, asset.height * k];
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`Where this chip lies in ${asset.name}`}
      className="rounded-control shadow-[0_0_0_1px_rgb(255_255_255/0.22),0_4px_16px_rgb(0_0_0/0.5)] max-sm:hidden"
    >
      <image href={asset.previewUrl} width={width} height={height} preserveAspectRatio="none" />
      <rect width={width} height={height} fill="#0b0c0e" fillOpacity=".35" />
      <g fill="none">
        {(
          [
            ['#000', 3.5, 0.7],
            ['#fff', 1.5, 1],
          ] as const
        ).map(([stroke, strokeWidth, strokeOpacity]) => (
          <rect
            key={stroke}
            x={chip.x * k}
            y={chip.y * k}
            width={Math.max(4, chip.width * k)}
            height={Math.max(4, chip.height * k)}
            stroke={stroke}
            strokeWidth={strokeWidth}
            strokeOpacity={strokeOpacity}
          />
        ))}
      </g>
    </svg>
  );
}

const ROUND = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** A bar of a round length on the ground (or of picture pixels where the ground is not known), and the zoom. */
export function ScaleBar({ chip, scale }: { chip: ChipView; scale: number }) {
  const metresPerPx = chip.cellM === null ? null : chip.cellM / chip.cellPx;
  const unit = metresPerPx ?? 1;
  const length = ROUND.findLast((value) => (value / unit) * scale <= 120) ?? 0.1;
  const px = Math.max(8, (length / unit) * scale);
  return (
    <div className="flex h-7 items-center gap-2 rounded-control bg-[rgb(11_12_14/0.82)] px-2 text-caption text-white">
      <svg width={px + 2} height="8" aria-hidden>
        <path d={`M.75 0v7.25h${String(px)}V0`} fill="none" stroke="#fff" strokeWidth="1.5" />
      </svg>
      <span>
        {length} {metresPerPx === null ? 'px' : 'm'}
      </span>
      <span className="text-[#b0b6c0] max-sm:hidden">{scale.toFixed(1)}×</span>
    </div>
  );
}
