"""The runner: pulls jobs over HTTP, runs each in a child process, sends the output back (lib/contracts/runner.ts)."""
