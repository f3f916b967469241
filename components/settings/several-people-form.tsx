'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectField, TextField } from '@/components/ui/field';
import { SubmitForm } from '@/components/ui/submit-form';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ENOUGH_CHIPS } from '@/lib/domain/agreement/interval';
import { LOOK_DAYS } from '@/lib/domain/agreement/schema';
import { ConsensusRuleName, ProjectView } from '@/lib/domain/project/schema';

/** How many chips a second person labels, and what becomes of cells in which people differ. */
export function SeveralPeopleForm({ project }: { project: ProjectView }) {
  const t = useTranslations('agreement.settings');
  const router = useRouter();
  const [overlap, setOverlap] = useState(String(project.overlapPercent));
  const [rule, setRule] = useState(project.consensusRule);
  const [threshold, setThreshold] = useState(String(project.consensusThreshold));
  const save = useSubmit(async () => {
    const body = {
      overlapPercent: Number(overlap),
      consensusRule: rule,
      consensusThreshold: Number(threshold),
    };
    await api(ProjectView, `/projects/${project.slug}`, { method: 'PATCH', body });
    toast(t('saved'));
    router.refresh();
  }, ['overlapPercent', 'consensusRule', 'consensusThreshold']);
  const isSame =
    overlap === String(project.overlapPercent) &&
    rule === project.consensusRule &&
    threshold === String(project.consensusThreshold);
  return (
    <SubmitForm action={save} label={t('save')} disabled={isSame}>
      <TextField
        label={t('overlap')}
        hint={t('overlapHint', { days: LOOK_DAYS })}
        type="number"
        inputMode="numeric"
        min={0}
        max={100}
        required
        value={overlap}
        error={save.field('overlapPercent')}
        onChange={(event) => setOverlap(event.target.value)}
      />
      <SelectField
        label={t('rule')}
        hint={t('ruleHint')}
        value={rule}
        error={save.field('consensusRule')}
        onChange={(event) => setRule(ConsensusRuleName.parse(event.target.value))}
      >
        {ConsensusRuleName.options.map((name) => (
          <option key={name} value={name}>
            {t(`rules.${name}`)}
          </option>
        ))}
      </SelectField>
      {rule === 'CROWDLAB' && (
        <TextField
          label={t('threshold')}
          hint={t('thresholdHint', { chips: ENOUGH_CHIPS })}
          type="number"
          inputMode="decimal"
          min={0.5}
          max={1}
          step={0.01}
          required
          value={threshold}
          error={save.field('consensusThreshold')}
          onChange={(event) => setThreshold(event.target.value)}
        />
      )}
      <Link className="text-caption text-accent underline" href={`/p/${project.slug}/agreement`}>
        {t('more')}
      </Link>
      <Link className="text-caption text-accent underline" href={`/p/${project.slug}/ground-truth`}>
        {t('truth')}
      </Link>
    </SubmitForm>
  );
}
