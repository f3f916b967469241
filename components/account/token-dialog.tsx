'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Secret } from '@/components/account/secret';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { TokenReply } from '@/lib/domain/token/schema';

/** The scopes that a person can give to a token, in words. */
const SCOPE_WORDS = [
  { scope: 'read', can: 'look at projects' },
  { scope: 'label', can: 'label chips' },
  { scope: 'review', can: 'review chips' },
  { scope: 'manage', can: 'imagery, classes, members, exports, training, deployment' },
  { scope: 'owner', can: 'people and projects of this instance' },
] as const;

const EXPIRIES = [
  { days: '7', label: 'in 7 days' },
  { days: '90', label: 'in 90 days' },
  { days: '365', label: 'in a year' },
  { days: '', label: 'never' },
];

/** Makes a token: for the person's own scripts, or for a machine that runs training jobs. */
export function TokenDialog({ machine, isOwner }: { machine: boolean; isOwner: boolean }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(['read']);
  const [days, setDays] = useState('90');
  const [secret, setSecret] = useState<string | null>(null);
  const make = useSubmit(async () => {
    const body = {
      name,
      machine,
      scopes: machine ? ['runner'] : scopes,
      expiresInDays: days === '' ? null : Number(days),
    };
    setSecret((await api(TokenReply, '/tokens', { body })).secret);
    router.refresh();
  });
  function show(next: boolean): void {
    setOpen(next);
    setName('');
    setScopes(['read']);
    setSecret(null);
    make.clear();
  }
  return (
    <>
      <Button size="small" onClick={() => show(true)}>
        New {machine ? 'machine token' : 'token'}
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={machine ? 'New machine token' : 'New token'}
        description={
          machine
            ? 'A runner on another machine uses it: quadrat-runner --server ... --token ...'
            : 'A script or the command line uses it in your name, with no more than your own rights.'
        }
        {...(secret === null ? {} : { actions: <Button onClick={() => show(false)}>Done</Button> })}
      >
        {secret === null ? (
          <form
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              void make.run();
            }}
          >
            <TextField
              label="What is it for?"
              required
              maxLength={80}
              placeholder={machine ? 'GPU machine in room 12' : 'nightly import'}
              value={name}
              error={make.field('name')}
              onChange={(event) => setName(event.target.value)}
            />
            {!machine && (
              <ScopeBoxes
                isOwner={isOwner}
                scopes={scopes}
                error={make.field('scopes')}
                onChange={setScopes}
              />
            )}
            <SelectField
              label="It ends"
              value={days}
              onChange={(event) => setDays(event.target.value)}
            >
              {EXPIRIES.map(({ days: value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </SelectField>
            {make.problem !== null && <Notice look="bad">{make.problem}</Notice>}
            <Button type="submit" look="primary" className="self-end" busy={make.busy}>
              Make token
            </Button>
          </form>
        ) : (
          <Secret label="Token" value={secret} />
        )}
      </Dialog>
    </>
  );
}

function ScopeBoxes(props: {
  isOwner: boolean;
  scopes: readonly string[];
  error: string | undefined;
  onChange: (scopes: readonly string[]) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-caption font-medium text-text-2">It may</legend>
      {SCOPE_WORDS.filter(({ scope }) => scope !== 'owner' || props.isOwner).map(
        ({ scope, can }) => (
          <label key={scope} className="flex items-start gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              className="mt-1 accent-(--accent)"
              checked={props.scopes.includes(scope)}
              onChange={(event) =>
                props.onChange(
                  event.target.checked
                    ? [...props.scopes, scope]
                    : props.scopes.filter((other) => other !== scope),
                )
              }
            />
            <span>
              <span className="font-medium">{scope}</span>{' '}
              <span className="text-text-2">{can}</span>
            </span>
          </label>
        ),
      )}
      {props.error !== undefined && (
        <p role="alert" className="text-caption text-bad">
          {props.error}
        </p>
      )}
    </fieldset>
  );
}
