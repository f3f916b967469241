/** Somebody who can be named in a comment, by "@" and their whole name. */
export interface Named {
  userId: string;
  name: string;
}

/** A part of a comment; `names`: it names these people. */
export interface TextPart {
  text: string;
  names: readonly Named[];
}

const GOES_ON = /^[\p{L}\p{N}]/u;

/** A comment in parts: where it names people, and what lies between. Of names that begin alike the longest counts. */
export function partsOf(text: string, people: readonly Named[]): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const names = at < from ? [] : namedAt(text.slice(at + 1), people);
    const [first] = names;
    if (!first) continue;
    if (at > from) parts.push({ text: text.slice(from, at), names: [] });
    from = at + 1 + first.name.length;
    parts.push({ text: text.slice(at, from), names });
  }
  if (from < text.length) parts.push({ text: text.slice(from), names: [] });
  return parts;
}

/** Ids of the people whom a comment names, each once. Several may have one name. */
export function namedIn(text: string, people: readonly Named[]): string[] {
  return [
    ...new Set(partsOf(text, people).flatMap(({ names }) => names.map(({ userId }) => userId))),
  ];
}

function namedAt(rest: string, people: readonly Named[]): Named[] {
  const found = people.filter(
    ({ name }) => name !== '' && isAt(rest, name) && !GOES_ON.test(rest.slice(name.length)),
  );
  const longest = Math.max(0, ...found.map(({ name }) => name.length));
  return found.filter(({ name }) => name.length === longest);
}

function isAt(text: string, name: string): boolean {
  return text.slice(0, name.length).toLowerCase() === name.toLowerCase();
}

/** A name that is being typed before the caret: where its "@" stands, and who it may become. null: none is. */
export function completionAt(
  text: string,
  caret: number,
  people: readonly Named[],
): { from: number; offers: readonly Named[] } | null {
  const from = caret < 1 ? -1 : text.lastIndexOf('@', caret - 1);
  if (from < 0 || (from > 0 && GOES_ON.test(text.slice(from - 1)))) return null;
  const typed = text.slice(from + 1, caret).toLowerCase();
  if (typed.includes('\n')) return null;
  const offers = people.filter(
    ({ name }) =>
      name.length > typed.length &&
      (name.toLowerCase().startsWith(typed) || name.toLowerCase().includes(` ${typed}`)),
  );
  return offers.length > 0 ? { from, offers: offers.slice(0, 6) } : null;
}

/** The text with the name that was chosen, and where the caret goes. */
export function complete(
  text: string,
  { from, caret }: { from: number; caret: number },
  { name }: Named,
): { text: string; caret: number } {
  const before = `${text.slice(0, from)}@${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}
