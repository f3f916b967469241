import type { Command } from 'commander';
import { connect } from '@/cli/client';
import type { Client } from '@/cli/client';
import { savedToken } from '@/cli/config';

/** A mistake in how a command was called: exit code 2, no stack. */
export class UsageError extends Error {}

interface GlobalOptions {
  server: string;
  token?: string;
  json: boolean;
}

/** How a command says things. */
interface Output {
  /** the result: JSON with --json, else `words` */
  result: (value: unknown, words: string) => void;
  /** progress for people, on stderr; silent with --json */
  note: (words: string) => void;
}

/** What most commands need: the server by token, and how to say things. */
export interface Context extends Output {
  client: Client;
}

/** The server that a command speaks to, without a trailing slash. */
export function serverOf(command: Command): string {
  return command.optsWithGlobals<GlobalOptions>().server.replace(/\/+$/, '');
}

/** Opens the context from the global options, QUADRAT_TOKEN or the token that `quadrat login` kept. */
export async function contextOf(command: Command): Promise<Context> {
  const { token } = command.optsWithGlobals<GlobalOptions>();
  const server = serverOf(command);
  const known = token ?? process.env['QUADRAT_TOKEN'] ?? (await savedToken(server));
  if (known === null) {
    throw new UsageError(
      `No token for ${server}. Run "quadrat login", or give --token or QUADRAT_TOKEN.`,
    );
  }
  return { client: connect(server, known), ...outputOf(command) };
}

/** How a command says things, whoever it asks. */
export function outputOf(command: Command): Output {
  const { json } = command.optsWithGlobals<GlobalOptions>();
  return {
    result: (value, words) => {
      console.log(json ? JSON.stringify(value) : words);
    },
    note: (words) => {
      if (!json) console.error(words);
    },
  };
}
