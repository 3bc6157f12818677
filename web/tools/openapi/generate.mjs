// npm run api -- <path of openapi.json>: writes src/api/generated.d.ts.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const source = process.argv[2];
if (!source) {
  process.stderr.write("usage: npm run api -- <openapi.json>\n");
  process.exit(2);
}
const document = JSON.parse(await readFile(source, "utf8"));
const target = fileURLToPath(new URL("../../src/api/generated.d.ts", import.meta.url));
const header = "/* Made by `npm run api` from the server's OpenAPI document. Never edit. */\n\n";
await writeFile(target, header + astToString(await openapiTS(document)));
