'use client';
import { SlidersHorizontal, X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { PanelSection } from '@/components/workbench/panel-section';
import { useFoldedSections } from '@/components/workbench/use-folded-sections';

export interface SideSection {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly note?: ReactNode;
  readonly body: ReactNode;
}

/**
 * The side panel of a workbench. From 1200 px it is a panel of 336 px whose sections fold; below it is a strip of 44 px whose
 * sections open over the picture; phones open them one at a time from a button on the picture.
 */
export function SideSections(props: { label: string; sections: readonly SideSection[] }) {
  const { sections } = props;
  const [open, setOpen] = useState<string | null>(null);
  const folds = useFoldedSections();
  const shown = sections.find((section) => section.id === open);
  return (
    <>
      <aside
        aria-label={props.label}
        className="relative row-span-2 border-l border-line bg-bg-1 max-sm:hidden"
      >
        <div className="h-full overflow-y-auto max-[1199px]:hidden">
          {sections.map((section) => (
            <PanelSection
              key={section.id}
              id={section.id}
              title={section.title}
              note={section.note}
              folds={folds}
            >
              {section.body}
            </PanelSection>
          ))}
        </div>
        <div className="flex flex-col items-center gap-1 py-2 min-[1200px]:hidden">
          {sections.map((section) => (
            <button
              key={section.id}
              type="button"
              aria-label={section.title}
              aria-expanded={open === section.id}
              onClick={() => {
                setOpen(open === section.id ? null : section.id);
              }}
              className={`flex size-9 items-center justify-center rounded-control pointer-coarse:size-11 ${open === section.id ? 'bg-bg-3 text-text-1' : 'text-text-2 hover:bg-bg-3'}`}
            >
              <section.icon aria-hidden className="size-[18px]" strokeWidth={1.5} />
            </button>
          ))}
          {shown && (
            <div className="absolute top-2 right-[52px] z-20 max-h-[calc(100dvh-120px)] w-[320px] overflow-y-auto rounded-card border border-line bg-bg-1 shadow-float">
              <PanelSection id={shown.id} title={shown.title} note={shown.note}>
                {shown.body}
              </PanelSection>
            </div>
          )}
        </div>
      </aside>
      <PhonePanel label={props.label} sections={sections} />
    </>
  );
}

/** What a phone opens first: classes and the cell are under the picture there already. */
const FIRST_ON_PHONE = 'picture';

/** On a phone: a button on the picture, and a sheet over the lower half, so that the picture stays in sight. */
function PhonePanel({ label, sections }: { label: string; sections: readonly SideSection[] }) {
  const t = useTranslations('display.sections');
  const [open, setOpen] = useState<string | null>(null);
  const shown = sections.find((section) => section.id === open);
  return (
    <div className="sm:hidden">
      {!shown && (
        <button
          type="button"
          aria-label={t('open')}
          onClick={() => {
            setOpen((sections.find(({ id }) => id === FIRST_ON_PHONE) ?? sections[0])?.id ?? null);
          }}
          className="fixed top-14 right-2 z-20 flex size-11 items-center justify-center rounded-control bg-[rgb(11_12_14/0.82)] text-white"
        >
          <SlidersHorizontal aria-hidden className="size-5" strokeWidth={1.5} />
        </button>
      )}
      {shown && (
        <div
          role="group"
          aria-label={label}
          className="fixed inset-x-0 bottom-0 z-30 flex max-h-[56dvh] flex-col rounded-t-card border-t border-line bg-bg-1 shadow-float"
        >
          <div className="flex items-center px-1 pt-2">
            <div className="flex min-w-0 flex-1 overflow-x-auto">
              {sections.map((section) => (
                <button
                  key={section.id}
                  type="button"
                  aria-label={section.title}
                  aria-pressed={section.id === open}
                  onClick={() => {
                    setOpen(section.id);
                  }}
                  className={`flex size-11 shrink-0 items-center justify-center rounded-control ${section.id === open ? 'bg-bg-3 text-text-1' : 'text-text-2'}`}
                >
                  <section.icon aria-hidden className="size-5" strokeWidth={1.5} />
                </button>
              ))}
            </div>
            <button
              type="button"
              aria-label={t('close')}
              onClick={() => {
                setOpen(null);
              }}
              className="flex size-11 shrink-0 items-center justify-center rounded-control text-text-2"
            >
              <X aria-hidden className="size-5" strokeWidth={1.5} />
            </button>
          </div>
          <div className="overflow-y-auto">
            <PanelSection id={shown.id} title={shown.title} note={shown.note}>
              {shown.body}
            </PanelSection>
          </div>
        </div>
      )}
    </div>
  );
}
