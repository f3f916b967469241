'use client';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <EmptyState
      title="This page could not be shown"
      action={
        <Button look="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      What you saved is kept. If it happens again, tell the owner of this instance
      {error.digest === undefined ? '' : ` the number ${error.digest}`}.
    </EmptyState>
  );
}
