import { useEffect } from 'react';
import type { CSSProperties } from 'react';
import { Toaster as Place, toast } from 'sonner';

// the page's own tokens: a notice is dark where the page is, whatever the system says
const TOKENS = {
  '--normal-bg': 'var(--bg-1)',
  '--normal-text': 'var(--text-1)',
  '--normal-border': 'var(--line)',
} as CSSProperties;

/** The place of notices; tells what shows them once it is on the page. */
export default function Toaster(props: { onPlaced: (show: typeof toast) => void }) {
  const { onPlaced } = props;
  useEffect(() => {
    onPlaced(toast);
  }, [onPlaced]);
  return <Place position="bottom-center" style={TOKENS} />;
}
