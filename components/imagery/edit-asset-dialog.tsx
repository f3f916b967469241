'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { api } from '@/lib/client/api';
import { ApiProblem } from '@/lib/client/problem';
import { StretchFields, stretchOf, stretchText } from '@/components/imagery/stretch-fields';
import { AssetPatch, AssetView } from '@/lib/domain/asset/schema';
import { fieldWords } from '@/lib/i18n/issues';
import { useErrorText } from '@/lib/i18n/use-error-text';

const FIELDS = ['name', 'survey', 'source', 'licence', 'sensor', 'takenAt'] as const;
type Values = Record<(typeof FIELDS)[number] | 'bands' | 'stretch', string>;

/** Corrects what is known of a picture. Only changed fields are sent; each change is kept with its author. */
export function EditAssetDialog(props: {
  slug: string;
  asset: AssetView;
  onClose: () => void;
  onChanged: () => void;
}) {
  const t = useTranslations('imagery');
  const words = useErrorText();
  const { asset } = props;
  const before: Values = {
    name: asset.name,
    survey: asset.survey,
    source: asset.provenance.source,
    licence: asset.provenance.licence,
    sensor: asset.provenance.sensor,
    takenAt: asset.provenance.takenAt ?? '',
    bands: asset.rendering.bands.map((band) => band + 1).join(','),
    stretch: stretchText(asset.rendering.choice),
  };
  const [values, setValues] = useState(before);
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const save = useMutation({
    mutationFn: (patch: AssetPatch) =>
      api(AssetView, `/projects/${props.slug}/assets/${asset.id}`, {
        method: 'PATCH',
        body: patch,
      }),
    onSuccess: (_, patch) => {
      toast(patch.bands || patch.stretch ? t('savedItsChipsAreBeing') : t('saved'));
      props.onChanged();
      props.onClose();
    },
    onError: (error) => {
      const fields = error instanceof ApiProblem ? error.fields : [];
      setErrors(
        Object.fromEntries(
          fields.map(({ path, message }): [string, string] => [path.replace(/\..*/, ''), message]),
        ),
      );
      if (fields.length === 0) toast.error(error.message);
    },
  });
  const submit = (): void => {
    const changed = Object.entries(values).filter(
      ([key, value]) => value !== before[key as keyof Values],
    );
    if (changed.length === 0) {
      props.onClose();
      return;
    }
    const raw = Object.fromEntries(changed.map(([key, value]) => [key, toValue(key, value)]));
    const parsed = AssetPatch.safeParse(raw);
    if (parsed.success) save.mutate(parsed.data);
    else setErrors(fieldWords(parsed.error.issues, words));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t('correctAField')}
      description={t('whatStoodThereBeforeStays')}
      actions={
        <>
          <Button onClick={props.onClose}>{t('leaveAsItIs')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {FIELDS.map((field) => (
          <TextField
            key={field}
            label={t(`fields.${field}`)}
            hint={field === 'takenAt' ? t('takenAtForms') : undefined}
            error={errors[field]}
            value={values[field]}
            onChange={(event) => {
              setValues({ ...values, [field]: event.target.value });
            }}
          />
        ))}
        {asset.bands > 1 && (
          <TextField
            label={t('bandsShownAsRedGreen')}
            hint={t('of1ToBandsA', { bands: asset.bands })}
            error={errors['bands']}
            value={values.bands}
            onChange={(event) => {
              setValues({ ...values, bands: event.target.value });
            }}
          />
        )}
        <StretchFields
          value={values.stretch}
          error={errors['stretch']}
          onChange={(stretch) => {
            setValues({ ...values, stretch });
          }}
        />
        {(values.bands !== before.bands || values.stretch !== before.stretch) && (
          <p role="status" className="text-caption text-text-2 sm:col-span-2">
            {t('renderingMeans')}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

function toValue(field: string, value: string): unknown {
  if (field === 'takenAt') return value === '' ? null : value;
  // NaN is refused by the schema in its own words
  if (field === 'bands') return value.split(',').map((band) => Number(band) - 1);
  return field === 'stretch' ? stretchOf(value) : value;
}
