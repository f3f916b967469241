export interface MessageArgument {
  name: string;
  /** number, plural, select ...; empty for a plain one */
  kind: string;
}

/** The arguments of an ICU message, those inside the branches of plurals and selects included. */
export function messageArguments(message: string): MessageArgument[] {
  return braces(message).flatMap((inside) => {
    const [, name = '', kind = '', rest = ''] =
      /^\s*(\w+)\s*(?:,\s*(\w+)\s*,?)?(.*)$/s.exec(inside) ?? [];
    const branches = kind === 'plural' || kind === 'select' ? braces(rest) : [];
    return [{ name, kind }, ...branches.flatMap(messageArguments)];
  });
}

/** What the outermost pairs of braces hold. */
function braces(text: string): string[] {
  const found: string[] = [];
  const chars = Array.from(text);
  let depth = 0;
  let begin = 0;
  for (const [at, char] of chars.entries()) {
    if (char === '{' && depth++ === 0) begin = at + 1;
    if (char === '}' && --depth === 0) found.push(chars.slice(begin, at).join(''));
  }
  return found;
}
