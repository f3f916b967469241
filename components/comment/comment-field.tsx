'use client';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent as FieldKey } from 'react';
import { useTranslations } from 'use-intl';
import { useNamedPeople } from '@/components/comment/use-comments';
import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { complete, completionAt, namedIn } from '@/lib/domain/comment/mentions';
import { COMMENT_LENGTH } from '@/lib/domain/comment/schema';

/** What was typed and not sent, by where it was to go: it is there again when the field is. Gone with the page. */
const unsent = new Map<string, string>();

/** Words for a comment: @ names people, Ctrl+Enter sends. What could not be sent stays, with the reason. */
export function CommentField(props: {
  slug: string;
  /** names the field: what is typed in it is kept under this */
  place: string;
  label: string;
  action: string;
  initial?: string;
  first?: boolean;
  /** also without words */
  wordless?: boolean;
  onSend: (text: string, mentions: string[]) => Promise<unknown>;
  onCancel?: () => void;
}) {
  const { place, onSend } = props;
  const t = useTranslations('comments');
  const people = useNamedPeople(props.slug);
  const [text, setText] = useState(unsent.get(place) ?? props.initial ?? '');
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const completion = completionAt(text, caret, people);
  const offering = completion !== null;
  useEffect(() => {
    if (!offering) return;
    // before the dialog around it hears it: Escape closes the list alone
    const hear = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setCaret(0);
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => {
      window.removeEventListener('keydown', hear, { capture: true });
    };
  }, [offering]);
  const type = (next: string, at: number): void => {
    setText(next);
    setCaret(at);
    setChosen(0);
    unsent.set(place, next);
  };
  const choose = (index: number): void => {
    const person = completion?.offers[index];
    if (!completion || !person) return;
    const made = complete(text, { from: completion.from, caret }, person);
    type(made.text, made.caret);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(made.caret, made.caret);
    });
  };
  const able = props.wordless === true || text.trim() !== '';
  const send = async (): Promise<void> => {
    if (!able || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSend(text.trim(), namedIn(text, people));
      setText('');
      unsent.delete(place);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  const onKeyDown = (event: FieldKey<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (completion) {
      const count = completion.offers.length;
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % count);
      else if (event.key === 'ArrowUp') setChosen((chosen + count - 1) % count);
      else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen);
      else return;
      event.preventDefault();
    }
  };
  return (
    <div className="flex flex-col gap-2">
      {problem !== null && (
        <Notice variant="bad">
          <p>{problem}</p>
          <p>{t('notSent')}</p>
        </Notice>
      )}
      <div className="relative">
        <TextArea
          ref={area}
          {...(props.first ? { 'data-first': true } : {})}
          label={props.label}
          hint={t('hint')}
          value={text}
          maxLength={COMMENT_LENGTH}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={completion ? `${list}-${String(chosen)}` : undefined}
          onChange={({ target }) => {
            type(target.value, target.selectionStart);
          }}
          onSelect={({ currentTarget }) => {
            setCaret(currentTarget.selectionStart);
          }}
          onKeyDown={onKeyDown}
        />
        {completion && (
          <ul
            id={list}
            role="listbox"
            aria-label={t('people')}
            className="absolute inset-x-0 top-full z-10 -mt-4 rounded-control border border-line bg-bg-1 p-1 shadow-float"
          >
            {completion.offers.map((person, index) => (
              // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys
              <li
                key={person.userId}
                id={`${list}-${String(index)}`}
                role="option"
                aria-selected={index === chosen}
                // the field keeps the focus
                onMouseDown={(event) => {
                  event.preventDefault();
                }}
                onClick={() => {
                  choose(index);
                }}
                className="flex h-8 items-center rounded-mark px-2 aria-selected:bg-bg-3 pointer-coarse:h-11"
              >
                {person.name}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="flex justify-end gap-2">
        {props.onCancel && (
          <Button
            onClick={() => {
              unsent.delete(place);
              props.onCancel?.();
            }}
          >
            {t('cancel')}
          </Button>
        )}
        <Button
          variant="primary"
          keys="Ctrl Enter"
          busy={busy}
          disabled={!able}
          onClick={() => void send()}
        >
          {props.action}
        </Button>
      </div>
    </div>
  );
}
