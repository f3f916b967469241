/** The mark: a gridded frame with one cell marked. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden className="shrink-0">
      <g fill="none" stroke="currentColor" strokeWidth="1.5">
        <rect x="2" y="2" width="16" height="16" rx="2" />
        <path d="M10 2v16M2 10h16" />
      </g>
      <rect x="11.5" y="3.5" width="5" height="5" fill="var(--accent)" />
    </svg>
  );
}
