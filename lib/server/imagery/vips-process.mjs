// node vips-process.mjs '<order as JSON>': libvips cannot be stopped half way, a process can. What went wrong goes to stderr.
import { decodeByVips } from './vips.mjs';

try {
  await decodeByVips(JSON.parse(process.argv[2]));
} catch (error) {
  process.stderr.write(error.message);
  process.exitCode = 1;
}
