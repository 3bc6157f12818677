// node src/test/serve.ts [port]: the built application over the fixture server, to look at screens without a back end.
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FixtureServer } from "./fixture/server.ts";

const root = fileURLToPath(new URL("../../../zhuke/static/app", import.meta.url));
const types: Record<string, string> = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html; charset=utf-8", ".json": "application/json" };
const fixture = new FixtureServer();
const port = Number(process.argv[2] ?? 8199);

createServer((request, response) => {
  const url = request.url ?? "/";
  const json = (status: number, body: unknown) => {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(body));
  };
  if (url.startsWith("/stream")) {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(": open\n\n");
  } else if (url.startsWith("/_allauth")) json(200, { status: 200, data: {}, meta: {} });
  else if (url.startsWith("/api")) {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const body = text.startsWith("{") || text.startsWith("[") ? (JSON.parse(text) as Record<string, unknown>) : {};
      const answer = fixture.handle(request.method ?? "GET", url, body);
      json(answer.status, answer.body);
    });
  } else {
    const path = url.startsWith("/static/app/") ? join(root, url.slice(12).split("?")[0]!) : "";
    const found = path && existsSync(path) ? path : join(root, "index.html");
    response.writeHead(200, { "Content-Type": types[extname(found)] ?? "application/octet-stream" });
    response.end(readFileSync(found));
  }
}).listen(port);
