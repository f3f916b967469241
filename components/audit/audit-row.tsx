'use client';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { AuditView } from '@/components/audit/use-audit-view';
import { FieldValue, useFieldName } from '@/components/audit/field-value';
import { Button } from '@/components/ui/button';
import { Table } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import { changesOf } from '@/lib/domain/audit/schema';
import type { AuditLine } from '@/lib/domain/audit/schema';

/** One line; it opens to what was before and after, and from where it came. */
export function AuditRow(props: {
  line: AuditLine;
  withProject: boolean;
  onNarrow: (change: AuditView) => void;
}) {
  const { line, withProject } = props;
  const t = useTranslations('audit');
  const thing = useThingName()(line);
  return (
    <li className="border-t border-line first:border-t-0">
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-2 py-2 sm:grid-cols-[1rem_10rem_minmax(0,11rem)_minmax(0,1fr)] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 self-center text-text-3 transition-transform duration-90 group-open:rotate-90"
          />
          <span className="text-text-2 max-sm:text-caption">
            <When at={new Date(line.at)} clock exact />
          </span>
          <span className="truncate max-sm:col-start-2 max-sm:text-caption max-sm:text-text-2">
            {t(`actors.${line.actor}`, { name: line.actorName })}
          </span>
          <span className="min-w-0 max-sm:col-start-2">
            <span className="font-medium">{t(`actions.${line.action}`)}</span>
            {thing !== '' && <span className="break-words text-text-2"> · {thing}</span>}
            {withProject && line.project && line.project.name !== thing && (
              <span className="break-words text-text-3"> · {line.project.name}</span>
            )}
          </span>
        </summary>
        <Details {...props} thing={thing} />
      </details>
    </li>
  );
}

function Details({
  line,
  thing,
  onNarrow,
}: {
  line: AuditLine;
  thing: string;
  onNarrow: (change: AuditView) => void;
}) {
  const t = useTranslations('audit');
  const nameOf = useFieldName();
  const changes = changesOf(line);
  const { actorId, actorName, thingId, project } = line;
  return (
    <div className="flex flex-col gap-3 pb-3 pl-6">
      {changes.length === 0 ? (
        <p className="text-text-3">{t('noFields')}</p>
      ) : (
        <div className="max-w-3xl">
          <Table className="table-fixed">
            <thead>
              <tr>
                <th scope="col" className="w-1/4">
                  {t('field')}
                </th>
                <th scope="col">{t('old')}</th>
                <th scope="col">{t('new')}</th>
              </tr>
            </thead>
            <tbody className="align-top">
              {changes.map(({ name, old, now }) => (
                <tr key={name}>
                  <th scope="row" className="border-t border-line font-normal! whitespace-normal!">
                    {nameOf(name)}
                  </th>
                  <td className="break-words">
                    <FieldValue name={name} value={old} />
                  </td>
                  <td className="break-words">
                    <FieldValue name={name} value={now} />
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <Origin line={line} />
      <div className="flex flex-wrap gap-2">
        {actorId !== null && (
          <Button
            size="small"
            onClick={() => {
              onNarrow({ person: actorId });
            }}
          >
            {t('onlyPerson', { name: actorName })}
          </Button>
        )}
        {thingId !== '' && thing !== '' && (
          <Button
            size="small"
            onClick={() => {
              onNarrow({ thing: thingId });
            }}
          >
            <span className="max-w-64 truncate">{t('onlyThing', { name: thing })}</span>
          </Button>
        )}
        {line.thingKind === 'chip' && project && (
          <Button asChild size="small">
            <Link href={`/p/${project.slug}/history/${line.thingName}`}>{t('chipHistory')}</Link>
          </Button>
        )}
      </div>
    </div>
  );
}

/** From where it came: address, sign-in, token or link, browser, request. */
function Origin({ line }: { line: AuditLine }) {
  const t = useTranslations('audit');
  const { actorEmail, address, agent, via, credentialId, requestId } = line;
  const short = credentialId?.slice(0, 8) ?? '';
  const parts = [
    actorEmail,
    address === null ? t('noAddress') : t('address', { address }),
    via === null || short === '' ? '' : t(via === 'link' ? 'byLink' : via, { id: short }),
    agent ?? '',
    requestId === null ? '' : t('request', { id: requestId.slice(-8) }),
  ];
  return (
    <p className="text-caption break-words text-text-3">
      {parts.filter((part) => part !== '').join(' · ')}
    </p>
  );
}

/** What a line is about, as people call it. */
function useThingName(): (line: AuditLine) => string {
  const t = useTranslations('audit');
  const jobs = useTranslations('admin.kinds');
  return ({ thingKind, thingName }) => {
    if (thingKind === 'chip') return t('chip', { number: thingName });
    if (thingKind === 'job' && jobs.has(thingName as 'CUT')) return jobs(thingName as 'CUT');
    return thingName;
  };
}
