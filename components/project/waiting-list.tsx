import {
  CircleAlert,
  Eye,
  Grid2x2Check,
  MessageSquare,
  MessageSquareReply,
  RotateCcw,
  Scale,
  SquarePen,
} from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import type { Waiting } from '@/lib/domain/project/schema';
import { getTranslations } from '@/lib/i18n/server';

const ICONS = {
  answers: MessageSquareReply,
  returned: RotateCcw,
  comments: MessageSquare,
  started: SquarePen,
  review: Eye,
  label: Grid2x2Check,
  failedImport: CircleAlert,
  failedJob: CircleAlert,
  decide: Scale,
} satisfies Record<Waiting['kind'], unknown>;

/** What waits for a person in a project, each with the way to it. */
export async function WaitingList({
  slug,
  waiting,
}: {
  slug: string;
  waiting: readonly Waiting[];
}) {
  const t = await getTranslations('project.waiting');
  return (
    <ul>
      {waiting.map((line) => {
        const { kind, count, path, corrections = 0 } = line;
        const Icon = ICONS[kind];
        const chips = count - corrections;
        const values = {
          ...{ count, name: line.name ?? '', chips, corrections },
          both: chips > 0 && corrections > 0 ? 'yes' : 'no',
          ...{ abandoned: line.abandoned ?? 0, excluded: line.excluded ?? 0 },
        };
        return (
          <li
            key={kind}
            className="flex min-h-12 items-center gap-3 border-t border-line py-1.5 first:border-t-0"
          >
            <Icon aria-hidden className="size-4 shrink-0 text-text-3" />
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{t(`${kind}.title`, values)}</span>
              <span className="block text-caption text-text-2">{t(`${kind}.detail`, values)}</span>
            </span>
            <Button asChild size="small" className="min-w-16">
              <Link href={`/p/${slug}${path}`}>{t(`${kind}.action`)}</Link>
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
