'use client';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Swatch } from '@/components/ui/swatch';
import { CLASS_COLOURS } from '@/lib/domain/class/schema';

/** Names of a new project's classes, a line each. */
export function ClassFields(props: {
  names: readonly string[];
  error: string | undefined;
  onChange: (names: readonly string[]) => void;
}) {
  const t = useTranslations('home');
  const { names, error, onChange } = props;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-caption font-medium text-text-2">
        {t('classesWhatACellCan')}
      </legend>
      {names.map((name, index) => (
        // the lines have no other identity than their place
        <div key={index} className="flex items-center gap-2">
          <Swatch colour={CLASS_COLOURS[index % CLASS_COLOURS.length]?.value ?? null} />
          <input
            aria-label={t('classValue', { value: index + 1 })}
            className="h-8 min-w-0 flex-1 rounded-control border border-line-control bg-bg-2 px-3 pointer-coarse:h-11"
            placeholder={index === 0 ? t('standingDead') : ''}
            required
            maxLength={60}
            value={name}
            onChange={(event) => onChange(names.with(index, event.target.value))}
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label={t('removeClassValue', { value: index + 1 })}
            disabled={names.length === 1}
            onClick={() => onChange(names.toSpliced(index, 1))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {error !== undefined && (
        <p role="alert" className="text-caption text-bad">
          {error}
        </p>
      )}
      <Button
        size="small"
        variant="ghost"
        className="self-start"
        onClick={() => onChange([...names, ''])}
      >
        <Plus aria-hidden />
        {t('anotherClass')}
      </Button>
    </fieldset>
  );
}
