import type { ReactElement } from "react";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { vi } from "vitest";
import { makeQueryClient } from "../api/query";
import { Look } from "../app/Look";
import { FixtureServer } from "./fixture/server";

let current: FixtureServer | null = null;

/** A fixture server that answers `fetch` until the test ends. */
export function withFixture(count = 30): FixtureServer {
  const server = new FixtureServer(count);
  current = server;
  vi.stubGlobal("fetch", (input: string, init?: RequestInit) => {
    const body = typeof init?.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const answer = server.handle(init?.method ?? "GET", input, body);
    return Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status, headers: { "Content-Type": "application/json" } }));
  });
  return server;
}

/** Draws a screen at a path, with everything that the application puts around it, the signed-in person included. */
export function draw(element: ReactElement, path = "/"): RenderResult & { router: ReturnType<typeof createMemoryRouter> } {
  const router = createMemoryRouter([{ path: "*", element }], { initialEntries: [path] });
  const client = makeQueryClient();
  client.setDefaultOptions({ queries: { retry: false, staleTime: 30_000 } });
  // The shell never draws a page before it knows the person.
  if (current) client.setQueryData(["me"], structuredClone(current.me));
  const result = render(
    <QueryClientProvider client={client}>
      <Look><RouterProvider router={router} /></Look>
    </QueryClientProvider>,
  );
  return { ...result, router };
}
