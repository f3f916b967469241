'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';

/** Something shown this once (a token, a link, a one-time password), with a button that copies it. */
export function Secret({ label, value }: { label: string; value: string }) {
  const t = useTranslations('account');
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // no clipboard without https or leave: the text is there to be selected
      setCopied(false);
    }
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="text-caption font-medium text-text-2">{label}</span>
      <div className="flex items-start gap-2 rounded-control border border-line-control bg-bg-2 p-2">
        <code className="min-w-0 flex-1 font-mono break-all select-all">{value}</code>
        <Button size="small" onClick={() => void copy()}>
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? t('copied') : t('copy')}
        </Button>
      </div>
      <p className="text-caption text-text-3">{t('shownThisOnceAndKept')}</p>
    </div>
  );
}
