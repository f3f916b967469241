'use client';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { keyHint, keyName, reservedKey } from '@/lib/editor/commands/keys';

/** Waits for one key. Escape and a click elsewhere leave without; a key that no command can have is refused in words. */
export function KeyRecorder(props: { onKey: (key: string) => void; onLeave: () => void }) {
  const t = useTranslations('keys');
  const [refused, setRefused] = useState<string | null>(null);
  const box = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, []);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button
        ref={box}
        size="small"
        variant="primary"
        onBlur={props.onLeave}
        onKeyDown={(event) => {
          const name = keyName(event.nativeEvent);
          // whoever only passes through by Tab is let on
          if (name === 'Tab' || name === 'Shift+Tab') return;
          event.preventDefault();
          event.stopPropagation();
          if (name === 'Escape') {
            props.onLeave();
            return;
          }
          const reserved = reservedKey(name);
          if (reserved === null) props.onKey(name);
          else if (reserved !== 'modifier') {
            setRefused(t(`reserved.${reserved}`, { key: keyHint(name) }));
          }
        }}
      >
        {t('page.press')}
      </Button>
      {refused !== null && (
        <span role="alert" className="text-caption text-bad">
          {refused}
        </span>
      )}
    </span>
  );
}
