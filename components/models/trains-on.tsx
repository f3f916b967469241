/** The sentences of what a training would learn from. */
export function TrainsOn(props: { lines: readonly string[]; snapshot: number | null }) {
  return (
    <ul className="flex flex-col gap-1 text-caption text-text-2">
      {props.lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      <li>
        {props.snapshot === null
          ? 'A new snapshot is frozen for it.'
          : `The same labels as snapshot S${String(props.snapshot)}, which is used.`}
      </li>
    </ul>
  );
}
