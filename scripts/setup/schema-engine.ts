import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

interface WasmGlue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/**
 * The SQL that leads from one Prisma schema (null: an empty database) to another. Prisma's schema engine runs as
 * WebAssembly from npm, because its command line would download a binary. It asks the server at `url` for its version
 * and changes nothing there.
 */
export async function diffSchemas(from: string | null, to: string, url: string): Promise<string> {
  const engine = await loadEngine(to, url);
  const file = (content: string) => ({ files: [{ path: 'schema.prisma', content }] });
  const { stdout } = await engine.diff({
    from: from === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...file(from) },
    to: { tag: 'schemaDatamodel', ...file(to) },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? '';
}

async function loadEngine(schema: string, url: string): Promise<glue.SchemaEngine> {
  const folder = path.dirname(
    createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  );
  const wasm = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  });
  (glue as unknown as WasmGlue).__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  // without this a panic of the engine is unreadable
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: console.error } });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  return glue.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    adapter,
  );
}
