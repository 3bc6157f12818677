// npm run api -- <openapi.json> [--check]
// Writes src/api/generated.d.ts from the server's OpenAPI document; with --check it only says whether that file is current.
//
// Routes under /r/ are the same for every resource and drawn from meta, so api/types.ts holds their one shape by hand;
// generating them once for each resource would make thirty times as much.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const RESOURCES = "/api/v1/r/";

/** The names of schemas that `part` refers to, through other schemas too. */
function referred(part, schemas, found = new Set()) {
  for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    referred(schemas[name] ?? {}, schemas, found);
  }
  return found;
}

function withoutResources(document) {
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => !path.startsWith(RESOURCES)));
  const schemas = document.components?.schemas ?? {};
  const kept = referred(paths, schemas);
  const used = Object.fromEntries(Object.entries(schemas).filter(([name]) => kept.has(name)));
  return { ...document, paths, components: { ...document.components, schemas: used } };
}

const [source, mode] = process.argv.slice(2);
if (!source) {
  process.stderr.write("usage: npm run api -- <openapi.json> [--check]\n");
  process.exit(2);
}
const target = fileURLToPath(new URL("../../src/api/generated.d.ts", import.meta.url));
const document = withoutResources(JSON.parse(await readFile(source, "utf8")));
const header = "/* Made by `npm run api` from the server's OpenAPI document. Never edit. */\n\n";
const text = header + astToString(await openapiTS(document));
if (mode !== "--check") await writeFile(target, text);
else if ((await readFile(target, "utf8")) !== text) {
  process.stderr.write("src/api/generated.d.ts is not current: run `npm run api -- <openapi.json>` and commit it.\n");
  process.exit(1);
}
