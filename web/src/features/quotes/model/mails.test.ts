import { describe, expect, it } from "vitest";
import { isCutOff } from "../api";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe("a mail that was cut off", () => {
  it("is one that has been sending for long; nobody knows whether it arrived", () => {
    expect(isCutOff({ state: "sending", created_at: ago(20) })).toBe(true);
    expect(isCutOff({ state: "sending", created_at: ago(2) })).toBe(false);
    expect(isCutOff({ state: "sent", created_at: ago(2000) })).toBe(false);
    expect(isCutOff({ state: "waiting", created_at: ago(20) })).toBe(false);
  });
});
