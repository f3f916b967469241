import type { Why } from '@/lib/editor/commands/why';
import type { EditorStore } from '@/lib/editor/store';
import type commandWords from '@/messages/en/commands.json';

type Action = () => void;

/** What only the review page can do; a `Why` says why an act is not possible now. */
export interface ReviewActions {
  readonly accept: Action;
  readonly canAccept: () => true | Why;
  readonly returnChip: Action;
  readonly canReturn: () => true | Why;
  /** moves the cursor to the next cell in which opinions differ, most suspicious first */
  readonly nextDifference: (step: 1 | -1) => void;
  readonly compareNext: Action;
}

/** What the page knows of the picture on screen: what else its ground can be looked at as. */
export interface DisplayActions {
  /** null is the picture as imported */
  readonly bandOffers: () => readonly (string | null)[];
  /** ids of the assets that show this ground at another time, oldest first */
  readonly otherDates: () => readonly string[];
}

/** What only the page can do. null or left out: this page has no such act. */
export interface PageActions {
  readonly submit: Action | null;
  readonly next: Action | null;
  readonly previous: Action | null;
  /** begins to correct the labels of a confirmed chip */
  readonly correct?: Action | null;
  /** passes the chip over, with a reason */
  readonly skip?: Action | null;
  /** says something of the cursor's cell, or reads what is said */
  readonly comment?: Action | null;
  /** flags the chip for others, or takes that back */
  readonly flag?: Action | null;
  /** chooses what comes next */
  readonly queue?: Action | null;
  /** checks chips out for work without a network */
  readonly offline?: Action | null;
  /** "the rest are absent" while proposals are drawn: by the person's choice, or asked */
  readonly restAbsent: Action;
  readonly help: Action;
  readonly palette?: Action;
  /** takes back the last step of the chip before, when this one has none */
  readonly undoBefore?: Action | null;
  readonly review?: ReviewActions;
  readonly display?: DisplayActions;
}

/** What a command may use: the editor, and what only the page can do. */
export interface CommandContext {
  readonly editor: EditorStore;
  readonly classes: readonly { index: number; name: string }[];
  readonly page: PageActions;
}

export const COMMAND_GROUPS = ['label', 'proposals', 'tools', 'move', 'view', 'chip'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

type WordsId = keyof typeof commandWords;
/** Commands of the first class, the second ... go by place, so that their keys hold in every project. */
export type ClassCommandId = `class-${number}`;

/**
 * One act of the workbench, or of another page with a context of its own, declared once: buttons, tooltips, menus, palette, help,
 * keys and their remapping all read it.
 */
export interface Command<C = CommandContext> {
  /** `commands.<id>.label` has its words */
  readonly id: Exclude<WordsId, 'class'> | ClassCommandId;
  /** the name of a class command's class, instead of words */
  readonly name?: string;
  readonly group: CommandGroup;
  /** by `keyName`; a person may change them */
  readonly keys: readonly string[];
  /** its keys work only meanwhile, and then go before all others: a draft is open, or the polygon tool is chosen */
  readonly during?: 'draft' | 'polygon';
  readonly enabled: (context: C) => true | Why;
  readonly run: (context: C) => void;
  /** whether it runs again and again while its key is held; left out: as commands of its group do (`repeats`) */
  readonly repeats?: (context: C) => boolean;
  /** its key was let go: ends what lasts only while it is held */
  readonly release?: (context: C) => void;
}

/** Whether a held key repeats a command: never what ends a chip or brings another, which nobody has seen yet. */
export function repeats<C>(command: Command<C>, context: C): boolean {
  return command.repeats?.(context) ?? command.group !== 'chip';
}

export const always = (): true => true;

export const writable = ({ editor }: CommandContext): true | Why =>
  editor.getState().readOnly ? { why: 'readOnly' } : true;
