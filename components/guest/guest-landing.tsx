'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Entry } from '@/components/account/entry';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Swatch } from '@/components/ui/swatch';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import type { GuestTask } from '@/lib/domain/labelling-link/schema';

/** What there is to do, for whom and until when, what is stored, and the way in. */
export function GuestLanding({ task, token }: { task: GuestTask; token: string }) {
  const t = useTranslations('links.entry');
  const [nickname, setNickname] = useState('');
  const start = useSubmit(async () => {
    await api(z.void(), `/labelling-links/${encodeURIComponent(token)}`, { body: { nickname } });
    // the page says who the browser is from here on
    window.location.reload();
  }, ['nickname']);
  const { project, classes, instructions, chips, expiresAt } = task;
  return (
    <Entry
      title={task.name}
      note={t.rich('by', {
        ...{ project: project.name, count: chips },
        when: () => <When at={expiresAt} clock />,
      })}
    >
      <div className="flex flex-col gap-4">
        {instructions !== '' && <p className="whitespace-pre-line">{instructions}</p>}
        <p>{t('how')}</p>
        <section>
          <h2 className="text-caption font-medium text-text-2">{t('rule')}</h2>
          <p>{project.rule}</p>
        </section>
        <section>
          <h2 className="text-caption font-medium text-text-2">{t('classes')}</h2>
          <ul className="flex flex-col gap-1">
            {classes.map(({ id, name, hint, colour }) => (
              <li key={id} className="flex items-baseline gap-2">
                <Swatch colour={colour} />
                <span>
                  <span className="font-medium">{name}</span>
                  {hint !== '' && <span className="block text-text-2">{hint}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
        <form
          method="post"
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void start.run();
          }}
        >
          <TextField
            label={t('nickname')}
            hint={t('stored')}
            autoComplete="nickname"
            maxLength={40}
            value={nickname}
            error={start.field('nickname')}
            onChange={(event) => {
              setNickname(event.target.value);
            }}
          />
          {start.problem !== null && <Notice variant="bad">{start.problem}</Notice>}
          <Button type="submit" variant="primary" className="pointer-coarse:h-11" busy={start.busy}>
            {t('start')}
          </Button>
        </form>
      </div>
    </Entry>
  );
}
