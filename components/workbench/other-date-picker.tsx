'use client';
import { useTranslations } from 'use-intl';
import type { DisplaySettings } from '@/components/workbench/use-display';
import { SelectField } from '@/components/ui/field';
import { Toggle } from '@/components/ui/toggle';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { OtherDate } from '@/lib/domain/imagery-context/schema';
import type { EditorStore } from '@/lib/editor/store';
import { useErrorText } from '@/lib/i18n/use-error-text';

/** The same ground at another time: which, and whether it is shown beside the chip's own. */
export function OtherDatePicker(props: {
  editor: EditorStore;
  chip: ChipView;
  display: DisplaySettings;
  comparing: boolean;
}) {
  const { editor, chip, display, comparing } = props;
  const t = useTranslations('display.other');
  const errorText = useErrorText();
  const { dates, date } = display;
  const some = dates?.filter((found) => found.url !== null) ?? [];
  const name = (found: OtherDate): string => dateName(found, t('unknownDate'));
  return (
    <div className="mt-2 flex flex-col gap-1 border-t border-line pt-2">
      {some.length === 0 && <h3 className="text-caption">{t('title')}</h3>}
      {some.length > 0 && (
        <>
          <SelectField
            label={t('title')}
            value={date?.assetId ?? ''}
            onChange={({ target: { value } }) => {
              const { picture } = editor.getState();
              editor.set({
                picture: { ...picture, other: value === '' ? null : value },
                compare: value === '' ? 'off' : 'swipe',
              });
            }}
          >
            <option value="">{t('noneChosen')}</option>
            {some.map((found) => (
              <option key={found.assetId} value={found.assetId}>
                {name(found)}
              </option>
            ))}
          </SelectField>
          <Toggle
            label={t('sideBySide')}
            checked={comparing}
            onChange={(on) => {
              const { picture } = editor.getState();
              const first = some[0]?.assetId ?? null;
              editor.set({
                picture: { ...picture, other: picture.other ?? first },
                compare: on ? 'swipe' : 'off',
              });
            }}
          />
          {date && date.covers < 0.995 && (
            <p className="text-caption text-text-3">
              {t('covers', { share: Math.round(date.covers * 100) })}
            </p>
          )}
        </>
      )}
      {dates?.map(
        (found) =>
          found.why !== null && (
            <p key={found.assetId} className="text-caption text-text-3">
              {name(found)}: {errorText(found.why)}
            </p>
          ),
      )}
      {dates?.length === 0 && (
        <p className="text-caption text-text-3">{chip.asset.placed ? t('none') : t('notPlaced')}</p>
      )}
      {dates === null && <p className="text-caption text-text-3">{t('looking')}</p>}
    </div>
  );
}

/** "2022-06-01, flight B": what tells one date from another. */
export function dateName(
  { takenAt, survey, name }: Pick<OtherDate, 'takenAt' | 'survey' | 'name'>,
  unknown: string,
): string {
  return [takenAt?.slice(0, 10) ?? unknown, survey === '' ? name : survey].join(', ');
}
