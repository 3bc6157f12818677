import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../../../api/client";
import type { Row } from "../../../../api/types";
import { uuid7 } from "../../../../api/uuid";
import { refreshResource } from "../../../../resource/data/row";
import type { OwnDay } from "../../api";

export type Words = { summary: string; problems: string; plan: string };
export const WORDS = ["summary", "problems", "plan"] as const;

function draftKey(day: string): string {
  return `zk.report.${day}`;
}

function stored(day: string): Partial<Words> {
  try {
    return JSON.parse(localStorage.getItem(draftKey(day)) ?? "{}") as Partial<Words>;
  } catch {
    return {};
  }
}

/** The words of one day's report: kept on the device while one types, saved and sent in one step. */
export function useReport(own: OwnDay) {
  const client = useQueryClient();
  const { report, day } = own;
  const saved: Words = { summary: String(report?.summary ?? ""), problems: String(report?.problems ?? ""), plan: String(report?.plan ?? "") };
  const [words, setWords] = useState<Words>(() => ({ ...saved, ...stored(day) }));
  const [busy, setBusy] = useState("");
  const changed = WORDS.some((name) => words[name] !== saved[name]);
  const set = (changes: Partial<Words>) => {
    const next = { ...words, ...changes };
    setWords(next);
    localStorage.setItem(draftKey(day), JSON.stringify(next));
  };
  const done = (row: Row) => {
    localStorage.removeItem(draftKey(day));
    refreshResource(client, "daily_reports", row.id);
    return client.invalidateQueries({ queryKey: ["diary-day"] });
  };
  const put = async (): Promise<Row> => {
    if (!report) return api.post<Row>("/r/daily_reports", { id: uuid7(), day, ...words });
    return changed ? api.patch<Row>(`/r/daily_reports/${report.id}`, { version: report.version, ...words }) : report;
  };
  const run = async (name: string, work: () => Promise<Row>) => {
    setBusy(name);
    try {
      const row = await work();
      await done(row);
      return row;
    } finally {
      setBusy("");
    }
  };
  return {
    words, set, busy, changed,
    save: () => run("save", put),
    send: () => run("send", async () => {
      const row = await put();
      return api.post<Row>(`/r/daily_reports/${row.id}/do/send`, { version: row.version, inputs: {} });
    }),
    takeBack: () => run("back", () => api.post<Row>(`/r/daily_reports/${report!.id}/do/take_back`, { version: report!.version, inputs: {} })),
  };
}
