import type { Command, CommandContext } from '@/lib/editor/commands/command';

/** Commands that last while their key is held, by the key's code. Each is ended once, in the context in which it began. */
export class HeldKeys {
  private readonly held = new Map<string, () => void>();

  /** Begins a command that ends with its key; a key that is held already begins nothing. */
  press(code: string, command: Command, context: CommandContext): void {
    if (this.held.has(code)) return;
    this.held.set(code, () => command.release?.(context));
    command.run(context);
  }

  /** The key came up. */
  letGo(code: string): void {
    const end = this.held.get(code);
    this.held.delete(code);
    end?.();
  }

  /** The keyboard goes elsewhere: its keys coming up are not heard here any more. */
  letAllGo(): void {
    for (const code of [...this.held.keys()]) this.letGo(code);
  }
}
