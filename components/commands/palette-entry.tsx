'use client';
import { Command as Palette } from 'cmdk';
import type { ReactNode } from 'react';

/** A heading of the palette with its entries; nothing where it has none to `show`. */
export function PaletteGroup(props: { heading: string; show?: boolean; children: ReactNode }) {
  if (props.show === false) return null;
  return (
    <Palette.Group
      heading={props.heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-text-3"
    >
      {props.children}
    </Palette.Group>
  );
}

/** Something that the palette leads to or does. */
export function PaletteEntry(props: {
  /** names it among all entries */
  value: string;
  label: string;
  /** found by these words too */
  keywords?: readonly string[];
  /** why it cannot be chosen now; it stays in sight, since that is what one came to find out */
  hindrance?: string | null;
  /** at its right end */
  aside?: ReactNode;
  onSelect: () => void;
}) {
  const { hindrance = null } = props;
  return (
    <Palette.Item
      value={props.value}
      keywords={[props.label, ...(props.keywords ?? [])]}
      disabled={hindrance !== null}
      onSelect={props.onSelect}
      className="flex min-h-9 cursor-default items-center gap-3 rounded-mark px-2 py-1 data-[selected=true]:bg-bg-3 pointer-coarse:min-h-11"
    >
      <span className="min-w-0 flex-1">
        <span className={`block truncate ${hindrance === null ? '' : 'text-text-3'}`}>
          {props.label}
        </span>
        {hindrance !== null && <span className="block text-caption text-text-3">{hindrance}</span>}
      </span>
      {props.aside !== undefined && (
        <span className="max-w-[60%] shrink-0 space-x-1 truncate text-caption text-text-3">
          {props.aside}
        </span>
      )}
    </Palette.Item>
  );
}
