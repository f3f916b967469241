import type { ReactNode } from 'react';
import { TourStarter } from '@/components/tour/tour-starter';
import { currentPerson } from '@/lib/server/auth/page';

/** The label page with its tour; the pages themselves send away who may not be here. */
export default async function LabelLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  return (
    <>
      {children}
      {person && <TourStarter userId={person.userId} />}
    </>
  );
}
