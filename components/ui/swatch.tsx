/** A class's colour mark; `colour` null draws the hollow one for absent. */
export function Swatch({ colour, size = 12 }: { colour: string | null; size?: 8 | 12 }) {
  return (
    <span
      aria-hidden
      className="inline-block shrink-0 rounded-[3px]"
      style={{
        width: size,
        height: size,
        background: colour ?? 'transparent',
        boxShadow: colour
          ? 'inset 0 0 0 1px rgb(0 0 0 / .35)'
          : 'inset 0 0 0 1.5px var(--line-control)',
      }}
    />
  );
}
