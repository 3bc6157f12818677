import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { addDays, dayOf, daysBetween } from "../../../../kit/days";
import { formatDate, formatDateTime } from "../../../../kit/format";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { calendarQuery, useMove, type Entry } from "../../api";
import { byDay, dayOfEntry, daysOf, movedTo, timeOf, VIEWS, type View } from "../../model/grid";

const STORED = "zk.calendar";

interface Kept { view?: View; hidden?: string[] }

function kept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "{}") as Kept;
  } catch {
    return {};
  }
}

function daysFrom(first: string, last: string): string[] {
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, i) => addDays(first, i));
}

export type CalendarState = ReturnType<typeof useCalendar>;

/** View, day and person stand in the URL; which kinds are hidden stays on the device. */
export function useCalendar(phone: boolean) {
  const { t } = useT();
  const notify = useNotify();
  const [params, setParams] = useSearchParams();
  const [hidden, setHidden] = useState<string[]>(() => kept().hidden ?? []);
  const today = dayOf(new Date());
  const named = params.get("view") as View | null;
  const view: View = phone ? "week" : named && VIEWS.includes(named) ? named : (kept().view ?? "month");
  const day = /^\d{4}-\d{2}-\d{2}$/.test(params.get("day") ?? "") ? params.get("day")! : today;
  const who = params.get("who") ?? "me";
  const days = daysOf(view, day);
  // A phone shows the days from the chosen one on, as far as the end of the next week.
  const last = phone ? addDays(days.at(-1)!, 7) : days.at(-1)!;
  const query = useQuery({ ...calendarQuery(days[0]!, last, who), placeholderData: (before) => before });
  const move = useMove();

  const set = (changes: { view?: View; day?: string; who?: string }) => {
    if (changes.view) localStorage.setItem(STORED, JSON.stringify({ ...kept(), view: changes.view }));
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes)) next.set(name, value);
      return next;
    }, { replace: true });
  };
  const toggle = (kind: string) => {
    const next = hidden.includes(kind) ? hidden.filter((one) => one !== kind) : [...hidden, kind];
    setHidden(next);
    localStorage.setItem(STORED, JSON.stringify({ ...kept(), hidden: next }));
  };
  const put = async (entry: Entry, value: string, quiet = false) => {
    if (!entry.move) return;
    try {
      const row = await move.mutateAsync({ move: entry.move, value });
      const again = { ...entry, move: { ...entry.move, version: row.version } };
      const back = () => void put(again, entry.start, true);
      if (!quiet) notify.ok(t("已改到 {{when}}", { when: entry.all_day ? formatDate(value) : formatDateTime(value) }), { undo: back });
    } catch (error) {
      notify.fail(error);
    }
  };
  /** Puts an entry on another day, and on the minute of the day where one was hit. */
  const moveTo = (entry: Entry, to: string, minutes?: number) => {
    const same = dayOfEntry(entry) === to && (minutes === undefined || entry.all_day);
    if (entry.move && !same) void put(entry, movedTo(entry, to, minutes));
  };

  const kinds = query.data?.kinds ?? [];
  const backgrounds = new Set(kinds.filter((kind) => kind.background).map((kind) => kind.kind));
  const shown = (query.data?.items ?? []).filter((entry) => !hidden.includes(entry.kind));
  const colours = new Map(kinds.map((kind) => [kind.kind, kind.color]));
  return {
    today, view, day, who, days, query, listed: phone ? daysFrom(day, last) : days, set, toggle, hidden, kinds, moveTo, put,
    entries: byDay(shown.filter((entry) => !backgrounds.has(entry.kind))),
    background: byDay(shown.filter((entry) => backgrounds.has(entry.kind))),
    colour: (entry: Entry) => colours.get(entry.kind) ?? "",
    label: (entry: Entry) => kinds.find((kind) => kind.kind === entry.kind)?.label ?? "",
    time: timeOf,
  };
}
