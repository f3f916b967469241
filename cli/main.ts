import { Command, Option } from 'commander';
import { addAssetsCommands } from '@/cli/commands/assets';
import { addExportCommands } from '@/cli/commands/export';
import { addImportCommand } from '@/cli/commands/import';
import { addLabelsCommands } from '@/cli/commands/labels';
import { addLoginCommand } from '@/cli/commands/login';
import { addModelCommands } from '@/cli/commands/model';
import { addProgressCommand } from '@/cli/commands/progress';
import { addProjectCommands } from '@/cli/commands/project';
import { addUsersCommands } from '@/cli/commands/users';
import { UsageError } from '@/cli/context';
import { ApiProblem } from '@/lib/client/problem';

const program = new Command('quadrat')
  .description('Quadrat by machine: the whole loop without a browser')
  .addOption(
    new Option('--server <url>', 'address of the instance')
      .env('QUADRAT_SERVER')
      .default('http://127.0.0.1:3000'),
  )
  .option('--token <token>', 'token with the scopes that the command needs (or QUADRAT_TOKEN)')
  .option('--json', 'print results as JSON, nothing else', false)
  .showHelpAfterError()
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2);
  });

for (const add of [
  addLoginCommand,
  addProjectCommands,
  addUsersCommands,
  addImportCommand,
  addAssetsCommands,
  addLabelsCommands,
  addExportCommands,
  addModelCommands,
  addProgressCommand,
]) {
  add(program);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints an error for a person and returns the exit code: 2 for a wrong call, 1 for everything else. */
function report(error: unknown): number {
  if (error instanceof ApiProblem) {
    console.error(`error: ${error.message}`);
    for (const field of error.fields) console.error(`  ${field.path}: ${field.message}`);
    return 1;
  }
  if (error instanceof UsageError) {
    console.error(`error: ${error.message}`);
    return 2;
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return 1;
}
