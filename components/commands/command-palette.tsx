'use client';
import { Command as Palette } from 'cmdk';
import { useIsFetching, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Found } from '@/components/commands/found';
import { FoundGroups, PROJECTS, servedRelevance } from '@/components/commands/found-groups';
import { PaletteEntry, PaletteGroup } from '@/components/commands/palette-entry';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Kbd } from '@/components/ui/kbd';
import { api } from '@/lib/client/api';
import { SearchReply, chipNumbers } from '@/lib/domain/search/schema';
import { COMMAND_GROUPS } from '@/lib/editor/commands/command';
import type { Why } from '@/lib/editor/commands/why';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { keyHint } from '@/lib/editor/commands/keys';
import { relevance } from '@/lib/editor/commands/search';
import type { TypedAhead } from '@/lib/editor/commands/type-ahead';

const NOTHING: SearchReply = { chips: [], pictures: [], people: [] };

/** Every command by its words, with its keys and, where it cannot run now, why; chips, pictures, pages and people. */
export default function CommandPalette(props: {
  commands: readonly Command[];
  context: CommandContext | null;
  found: Found;
  typed: TypedAhead;
  onTyped: (typed: TypedAhead) => void;
  /** the field has the focus */
  onReady: () => void;
  onClose: () => void;
}) {
  const { commands, context, found, typed, onTyped, onClose } = props;
  const t = useTranslations('keys');
  const root = useRef<HTMLDivElement>(null);
  const text = typed.text.trim();
  const slug = found.project?.slug ?? '';
  const search = useQuery({
    queryKey: ['search', slug, text],
    queryFn: ({ signal }) =>
      api(SearchReply, `/projects/${slug}/search?q=${encodeURIComponent(text)}`, { signal }),
    enabled: text !== '' && found.project !== null,
  });
  const projects = useIsFetching({ queryKey: PROJECTS });
  // a number means a chip, which only the server finds, and outside of a project there are projects: Enter waits for them
  const waits =
    found.project === null ? projects > 0 : search.isFetching && chipNumbers(text).length > 0;
  const run = typed.entered && !waits;
  useEffect(() => {
    if (!run) return;
    // once what was found is in the list
    const frame = requestAnimationFrame(() => {
      onTyped({ text: typed.text, entered: false });
      root.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [run, typed.text, onTyped]);
  return (
    <Palette.Dialog
      ref={root}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      label={t('palette.title')}
      filter={(value, words, [label = '', ...others] = []) =>
        servedRelevance(value) ?? relevance(words, label, others)
      }
      loop
      overlayClassName="fixed inset-0 z-40 bg-black/55"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-card border border-line bg-bg-1 shadow-float"
    >
      <Palette.Input
        value={typed.text}
        onValueChange={(next) => {
          onTyped({ text: next, entered: false });
        }}
        onFocus={({ currentTarget: field }) => {
          props.onReady();
          // the dialog selects what its first field holds, and the next key would replace what was typed ahead
          queueMicrotask(() => {
            field.setSelectionRange(field.value.length, field.value.length);
          });
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !waits) return;
          event.preventDefault();
          onTyped({ ...typed, entered: true });
        }}
        placeholder={t(hintOf(context, found))}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-lead outline-none placeholder:text-text-3"
      />
      <Palette.List className="max-h-[min(60vh,480px)] overflow-y-auto p-2">
        <Palette.Empty className="px-2 py-6 text-center text-text-2">
          {t('palette.nothing')}
        </Palette.Empty>
        {context &&
          COMMAND_GROUPS.map((group) => (
            <PaletteGroup key={group} heading={t(`groups.${group}`)}>
              {commands
                .filter((command) => command.group === group && command.id !== 'palette')
                .map((command) => (
                  <CommandEntry
                    key={command.id}
                    command={command}
                    context={context}
                    onChoose={() => {
                      onClose();
                      // when the palette has given the focus back: some commands open something of their own
                      requestAnimationFrame(() => {
                        command.run(context);
                      });
                    }}
                  />
                ))}
            </PaletteGroup>
          ))}
        <FoundGroups found={found} reply={search.data ?? NOTHING} onChoose={onClose} />
      </Palette.List>
    </Palette.Dialog>
  );
}

/** What can be found on this page. */
function hintOf(context: CommandContext | null, { project }: Found) {
  if (context) return 'palette.hint';
  return project ? 'palette.hintOfProject' : 'palette.hintOutside';
}

/** What lasts while a key is held needs its key: chosen here it would never end. */
const HELD: Why = { why: 'holdKey' };

function CommandEntry(props: { command: Command; context: CommandContext; onChoose: () => void }) {
  const { command, context } = props;
  const t = useTranslations('keys');
  const words = useCommandLabels();
  const able = command.release ? HELD : command.enabled(context);
  return (
    <PaletteEntry
      value={command.id}
      label={words.label(command)}
      keywords={[t(`groups.${command.group}`), ...command.keys]}
      hindrance={able === true ? null : words.why(able)}
      aside={command.keys.map((key) => (
        <Kbd key={key}>{keyHint(key)}</Kbd>
      ))}
      onSelect={props.onChoose}
    />
  );
}
