'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { TOUR_EVENT } from '@/lib/client/tour';
import { COMMAND_GROUPS } from '@/lib/editor/commands/command';
import type { Command } from '@/lib/editor/commands/command';
import { keyHint } from '@/lib/editor/commands/keys';

/** All keys, out of the registry, and what mouse, pen and fingers do. */
export default function KeysDialog(props: {
  commands: readonly Pick<Command, 'id' | 'name' | 'group' | 'keys'>[];
  /** whether the page is a workbench or the gallery, which mouse and fingers use otherwise */
  hands: 'workbench' | 'gallery';
  /** nobody changes them: the page of a guest */
  fixed?: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('keys');
  const tour = useTranslations('tour');
  const words = useCommandLabels();
  const keyed = props.commands.filter(({ keys }) => keys.length > 0);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t('help.title')}
      description={t(`help.hands.${props.hands}`)}
      actions={
        <>
          {document.querySelector('[data-tour="starter"]') && (
            <Button
              onClick={() => {
                props.onClose();
                window.dispatchEvent(new Event(TOUR_EVENT));
              }}
            >
              {tour('again')}
            </Button>
          )}
          {!props.fixed && (
            <Button asChild>
              <Link href="/account/keys">{t('help.change')}</Link>
            </Button>
          )}
        </>
      }
    >
      <div className="columns-2 gap-6 max-sm:columns-1">
        {COMMAND_GROUPS.filter((group) => keyed.some((command) => command.group === group)).map(
          (group) => (
            <section key={group} className="mb-3 break-inside-avoid-column">
              <h3>{t(`groups.${group}`)}</h3>
              <dl>
                {keyed
                  .filter((command) => command.group === group)
                  .map((command) => (
                    <div
                      key={command.id}
                      className="flex min-h-6 items-center justify-between gap-2"
                    >
                      <dt className="text-text-2">{words.label(command)}</dt>
                      <dd className="flex shrink-0 gap-1">
                        {command.keys.map((key) => (
                          <Kbd key={key}>{keyHint(key)}</Kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ),
        )}
      </div>
    </Dialog>
  );
}
