'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';

/**
 * A dialog with title, words, content and a row of buttons. Escape and the cross close it; focus returns. What has `data-first`
 * has the focus first, else its first field; the cross where it has none.
 */
export function Dialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** buttons, the primary one last */
  actions?: ReactNode;
}) {
  const t = useTranslations('shell');
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <Radix.Content
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[88vh] w-[min(520px,calc(100vw-24px))] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-card border border-line bg-bg-1 p-4 shadow-float"
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            const first = firstOf(event.target as HTMLElement);
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          onCloseAutoFocus={(event) => {
            // Radix gives focus back to its own trigger only; ours are plain buttons
            if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
            event.preventDefault();
            opener.current.focus();
          }}
          {...(props.description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className="flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lead font-semibold">{props.title}</Radix.Title>
              {props.description !== undefined && (
                <Radix.Description asChild>
                  <div className="mt-1 text-text-2">{props.description}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t('close')}>
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          {props.children}
          {props.actions !== undefined && (
            <div className="flex flex-wrap justify-end gap-2">{props.actions}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const FIELDS = 'input:not([type=hidden]):enabled, select:enabled, textarea:enabled';

function firstOf(content: HTMLElement): HTMLElement | null {
  const chosen = content.querySelector<HTMLElement>('[data-first]');
  if (chosen) return chosen;
  const fields = [...content.querySelectorAll<HTMLInputElement>(FIELDS)];
  // of a group of radio buttons the one that is on
  const first = fields.find(({ type, checked }) => type !== 'radio' || checked);
  return first?.type === 'file' ? null : (first ?? null);
}
