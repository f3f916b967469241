import { DeployedModelReply } from '@/lib/domain/model/schema';

const KEY = 'quadrat.model';

/** What the server said last of a project's model, so that a page without a network finds it in the browser's store. */
export function storedModel(slug: string): DeployedModelReply | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(`${KEY}.${slug}`) ?? 'null');
    return DeployedModelReply.safeParse(stored).data ?? null;
  } catch {
    return null; // storage is refused or holds nonsense: then there is no model until the network is back
  }
}

export function storeModel(slug: string, reply: DeployedModelReply): void {
  try {
    localStorage.setItem(`${KEY}.${slug}`, JSON.stringify(reply));
  } catch {
    // it is asked for with every page
  }
}
