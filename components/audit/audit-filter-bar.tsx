'use client';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isFiltered } from '@/components/audit/use-audit-view';
import type { AuditView } from '@/components/audit/use-audit-view';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import { topicsOf } from '@/lib/domain/audit/schema';

/** After the last letter: what is searched for follows what is typed. */
const PAUSE_MS = 300;

/** Who, what about, when, and words. */
export function AuditFilterBar(props: {
  view: AuditView;
  people: readonly { id: string; name: string }[];
  /** one project's audit: no lines of accounts and sign-ins */
  project: boolean;
  onChange: (change: AuditView) => void;
}) {
  const t = useTranslations('audit');
  const { view, people, project, onChange } = props;
  const known = people.some(({ id }) => id === view.person);
  return (
    <div
      role="group"
      aria-label={t('filters')}
      className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[1fr_1fr_9rem_9rem_1.4fr_auto]"
    >
      <SelectField
        label={t('person')}
        value={view.person ?? ''}
        onChange={(event) => {
          onChange({ person: event.target.value });
        }}
      >
        <option value="">{t('anybody')}</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {view.person !== undefined && !known && (
          <option value={view.person}>{t('somebody')}</option>
        )}
      </SelectField>
      <SelectField
        label={t('topic')}
        value={view.topic ?? ''}
        onChange={(event) => {
          onChange({ topic: event.target.value });
        }}
      >
        <option value="">{t('anything')}</option>
        {topicsOf(project).map((topic) => (
          <option key={topic} value={topic}>
            {t(`topics.${topic}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        type="date"
        label={t('from')}
        value={view.from ?? ''}
        onChange={(event) => {
          onChange({ from: event.target.value });
        }}
      />
      <TextField
        type="date"
        label={t('until')}
        value={view.until ?? ''}
        onChange={(event) => {
          onChange({ until: event.target.value });
        }}
      />
      <Words key={view.text === undefined ? 'none' : 'some'} view={view} onChange={onChange} />
      <div className="flex flex-wrap gap-2">
        {view.thing !== undefined && (
          <Button
            onClick={() => {
              onChange({ thing: '' });
            }}
          >
            <X aria-hidden />
            {t('thing')}
          </Button>
        )}
        {isFiltered(view) && (
          <Button
            variant="ghost"
            onClick={() => {
              onChange({ person: '', topic: '', thing: '', from: '', until: '', text: '' });
            }}
          >
            {t('clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Words({ view, onChange }: { view: AuditView; onChange: (change: AuditView) => void }) {
  const t = useTranslations('audit');
  const [typed, setTyped] = useState(view.text ?? '');
  useEffect(() => {
    if (typed.trim() === (view.text ?? '')) return;
    const timer = setTimeout(() => {
      onChange({ text: typed.trim() });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, view.text, onChange]);
  return (
    <TextField
      type="search"
      label={t('text')}
      maxLength={100}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
    />
  );
}
