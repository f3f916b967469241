import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing here"
      action={
        <Button asChild look="primary">
          <Link href="/">My projects</Link>
        </Button>
      }
    >
      The address may be mistyped, or it belongs to a project that you are not a member of.
    </EmptyState>
  );
}
