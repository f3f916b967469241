import { useEffect } from 'react';
import { Toaster as Place, toast } from 'sonner';

/** The place of notices; tells what shows them once it is on the page. */
export default function Toaster(props: { onPlaced: (show: typeof toast) => void }) {
  const { onPlaced } = props;
  useEffect(() => {
    onPlaced(toast);
  }, [onPlaced]);
  return <Place position="bottom-center" theme="system" />;
}
