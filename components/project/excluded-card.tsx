'use client';
import { useState } from 'react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ExcludedView } from '@/lib/domain/queue/schema';

/** Chips that nobody else gets now: excluded by a skip, or checked out to work offline. An admin puts them back or releases them. */
export function ExcludedCard({ slug, initial }: { slug: string; initial: ExcludedView }) {
  const t = useTranslations('queue');
  const [view, setView] = useState(initial);
  const { excluded, skipped, offline } = view;
  const end = async (path: string): Promise<void> => {
    await api(z.void(), `/projects/${slug}/queue/${path}`, { method: 'DELETE' });
    setView(await api(ExcludedView, `/projects/${slug}/queue/excluded`));
  };
  return (
    <Card title={t('excluded.title')} note={t('excluded.note')}>
      {excluded.length + skipped.length + offline.length === 0 && (
        <p className="text-text-2">{t('excluded.none')}</p>
      )}
      <ul className="flex flex-col gap-2">
        {excluded.map((chip) => (
          <Line
            key={chip.id}
            act={t('excluded.putBack')}
            name={t('excluded.chip', { number: chip.number })}
            onEnd={() => end(`excluded/${String(chip.number)}`)}
          >
            <Link
              href={`/p/${slug}/label/${String(chip.number)}`}
              className="font-medium underline"
            >
              {t('excluded.chip', { number: chip.number })}
            </Link>
            <span className="block truncate text-caption text-text-3">
              {t('excluded.by', { name: chip.by ?? '–', reason: t(`skip.${chip.reason}`) })}
              {chip.note !== '' && ` · ${chip.note}`} · {chip.asset}
            </span>
          </Line>
        ))}
        {skipped.map((chip) => (
          <li key={`${chip.id} ${chip.userId}`}>
            <Link
              href={`/p/${slug}/label/${String(chip.number)}`}
              className="font-medium underline"
            >
              {t('excluded.chip', { number: chip.number })}
            </Link>
            <span className="block text-caption break-words text-text-3">
              {t('excluded.skippedBy', { name: chip.by })} · {chip.note} · {chip.asset}
            </span>
          </li>
        ))}
        {offline.map((person) => (
          <Line
            key={person.userId}
            act={t('excluded.release')}
            name={person.name}
            onEnd={() => end(`offline/${person.userId}`)}
          >
            {t('excluded.offline', { name: person.name, count: person.numbers.length })}
            <span className="block text-caption text-text-3">
              {t.rich('excluded.until', { time: () => <When at={new Date(person.until)} clock /> })}
            </span>
          </Line>
        ))}
      </ul>
    </Card>
  );
}

function Line(props: {
  act: string;
  name: string;
  onEnd: () => Promise<void>;
  children: React.ReactNode;
}) {
  const end = useSubmit(props.onEnd);
  return (
    <li className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        {props.children}
        {end.problem !== null && <Notice variant="bad">{end.problem}</Notice>}
      </div>
      <Button
        busy={end.busy}
        aria-label={`${props.act}: ${props.name}`}
        onClick={() => void end.run()}
      >
        {props.act}
      </Button>
    </li>
  );
}
