import { afterEach, describe, expect, test, vi } from "vitest";
import { api, setSignedOutHandler } from "./client";
import { ApiError } from "./errors";
import { uuid7 } from "./uuid";

afterEach(() => {
  vi.unstubAllGlobals();
  setSignedOutHandler(null);
});

function answer(status: number, body: string) {
  const asked: [string, RequestInit][] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push([url, init]);
    return Promise.resolve(new Response(body, { status }));
  });
  return asked;
}

describe("client", () => {
  test("sends JSON with the CSRF token and the language", async () => {
    document.cookie = "csrftoken=abc";
    const asked = answer(200, "{}");
    await api.post("/r/units", { name: "甲" });
    const [url, init] = asked[0]!;
    expect(url).toBe("/api/v1/r/units");
    expect(init.body).toBe('{"name":"甲"}');
    expect(init.headers).toMatchObject({ "X-CSRFToken": "abc", "Accept-Language": "zh-hans", "Content-Type": "application/json" });
  });

  test("leaves empty parameters out", async () => {
    const asked = answer(200, "[]");
    await api.get("/r/units", { q: "", limit: 5, cursor: undefined, filter: null });
    expect(asked[0]![0]).toBe("/api/v1/r/units?limit=5");
  });

  test("turns every refusal into an ApiError", async () => {
    answer(409, JSON.stringify({ code: "stale_version", message: "有人改过", fields: { name: ["x"] }, data: { current: 1 }, request_id: "r1" }));
    const error = await api.patch("/r/units/1", {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: "stale_version", message: "有人改过", fields: { name: ["x"] }, data: { current: 1 }, requestId: "r1" });
  });

  test("an error page of a proxy is an error too", async () => {
    answer(502, "<html>Bad gateway</html>");
    await expect(api.get("/me")).rejects.toMatchObject({ status: 502, code: "http_502", message: "" });
  });

  test("no network is an error with a name", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(api.get("/me")).rejects.toMatchObject({ status: 0, code: "offline" });
  });

  test("tells when the session has ended", async () => {
    const told = vi.fn();
    setSignedOutHandler(told);
    answer(403, "{}");
    await api.get("/me").catch(() => undefined);
    expect(told).not.toHaveBeenCalled();
    answer(401, "{}");
    await api.get("/me").catch(() => undefined);
    expect(told).toHaveBeenCalledTimes(1);
  });
});

test("ids are version 7 and follow time", () => {
  const early = uuid7(1_700_000_000_000);
  const late = uuid7(1_700_000_000_001);
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
  expect(early.startsWith("018bcfe5-6800-7")).toBe(true);
  expect(uuid7(1_700_000_000_000)).not.toBe(early);
});

test("the first requests already ask for the person's language, before its texts are there", async () => {
  localStorage.setItem("zk.language", "en");
  vi.resetModules();
  const fresh = await import("./client");
  expect(fresh.requestHeaders("GET")["Accept-Language"]).toBe("en");
});
