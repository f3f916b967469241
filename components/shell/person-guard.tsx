'use client';
import { useEffect } from 'react';
import { becomePerson } from '@/components/shell/leave-browser';
import { onOtherPerson } from '@/lib/client/person-data';

/** On each page: whose it is. Pages of somebody who has left, in this tab or another, go; so does what they left behind. */
export function PersonGuard({ userId }: { userId: string | null }) {
  useEffect(() => {
    void becomePerson(userId);
    if (userId === null) return;
    return onOtherPerson(userId, () => {
      window.location.replace('/');
    });
  }, [userId]);
  return null;
}
