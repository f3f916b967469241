'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Secret } from '@/components/account/secret';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { TokenReply } from '@/lib/domain/token/schema';

/** The scopes that a person can give to a token. */
const SCOPES = ['read', 'label', 'review', 'manage', 'owner'] as const;

/** Days until a token ends; empty: never. */
const EXPIRIES = ['7', '90', '365', ''] as const;

/** Makes a token: for the person's own scripts, or for a machine that runs training jobs. */
export function TokenDialog({ machine, isOwner }: { machine: boolean; isOwner: boolean }) {
  const t = useTranslations('account');
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
  }, ['name', 'scopes']);
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
        {machine ? t('newMachineToken') : t('newToken')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={machine ? t('newMachineToken') : t('newToken')}
        description={machine ? t('aRunnerOnAnotherMachine') : t('aScriptOrTheCommand')}
        {...(secret === null
          ? {}
          : { actions: <Button onClick={() => show(false)}>{t('done')}</Button> })}
      >
        {secret === null ? (
          <SubmitForm action={make} label={t('makeToken')} inDialog>
            <TextField
              label={t('whatIsItFor')}
              required
              maxLength={80}
              placeholder={machine ? t('gPUMachineInRoom12') : t('nightlyImport')}
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
              label={t('itEnds')}
              value={days}
              onChange={(event) => setDays(event.target.value)}
            >
              {EXPIRIES.map((value) => (
                <option key={value} value={value}>
                  {t(value === '' ? 'never' : `ends${value}`)}
                </option>
              ))}
            </SelectField>
          </SubmitForm>
        ) : (
          <Secret label={t('token')} value={secret} />
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
  const t = useTranslations('account');
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-caption font-medium text-text-2">{t('itMay')}</legend>
      {SCOPES.filter((scope) => scope !== 'owner' || props.isOwner).map((scope) => (
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
            <span className="text-text-2">{t(`scopes.${scope}`)}</span>
          </span>
        </label>
      ))}
      {props.error !== undefined && (
        <p role="alert" className="text-caption text-bad">
          {props.error}
        </p>
      )}
    </fieldset>
  );
}
