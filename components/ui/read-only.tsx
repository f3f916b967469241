import type { ReactNode } from 'react';

/** A part of a page that, when `on`, is only read: its fields are disabled and the buttons that change something are gone. */
export function ReadOnly(props: { on: boolean; children: ReactNode }) {
  return (
    <fieldset
      disabled={props.on}
      className={`contents ${props.on ? '[&_button:not([role=switch])]:hidden' : ''}`}
    >
      {props.children}
    </fieldset>
  );
}
