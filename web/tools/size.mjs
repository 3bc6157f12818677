// Adds up the JavaScript that the first screen needs and fails beyond the budget: what index.html asks for, then the shell and the
// landing page with everything they import statically.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 300;
const root = join(dirname(fileURLToPath(import.meta.url)), "../../zhuke/static/app");
const manifestPath = join(root, ".vite/manifest.json");
if (!existsSync(manifestPath)) {
  process.stderr.write("No build found: run `npm run build` first.\n");
  process.exit(2);
}
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));

function gather(key, into) {
  const chunk = manifest[key];
  if (!chunk || into.has(chunk.file)) return into;
  into.add(chunk.file);
  for (const next of chunk.imports ?? []) gather(next, into);
  return into;
}

const page = readFileSync(join(root, "index.html"), "utf8");
const asked = [...page.matchAll(/(?:src|href)="\/static\/app\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]);
const firstScreen = ["src/app/Shell.tsx", "src/features/home/HomePage.tsx"];
const missing = firstScreen.filter((key) => !manifest[key]);
if (missing.length) {
  process.stderr.write(`Not in the build: ${missing.join(", ")}\n`);
  process.exit(2);
}
if (!asked.length) {
  process.stderr.write("index.html asks for no script.\n");
  process.exit(2);
}
const files = firstScreen.reduce((set, key) => gather(key, set), new Set(asked));
let total = 0;
for (const file of [...files].filter((f) => f.endsWith(".js"))) {
  const size = gzipSync(readFileSync(join(root, file)), { level: 9 }).length / 1024;
  total += size;
  process.stdout.write(`${size.toFixed(1).padStart(8)} KB  ${file}\n`);
}
process.stdout.write(`${total.toFixed(1).padStart(8)} KB  first screen, gzip (budget ${BUDGET_KB} KB)\n`);
process.exit(total > BUDGET_KB ? 1 : 0);
