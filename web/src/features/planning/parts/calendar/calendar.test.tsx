import { useState } from "react";
import { expect, test, vi } from "vitest";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { draw, withFixture } from "../../../../test/render";
import { alike, hoursOf, tidyClock, weekOf, wrongShifts } from "../../model/worktime";
import { ExceptionsInput } from "./ExceptionsInput";
import { WeekInput } from "./WeekInput";

const FULL = [["08:00", "12:00"], ["13:00", "17:00"]];
const changed = vi.fn();
const now = () => changed.mock.lastCall![0] as unknown;

function Held({ input: Input, start }: { input: typeof WeekInput; start: unknown }) {
  const [value, setValue] = useState(start);
  return <Input id="f" value={value} onChange={(next) => { changed(next); setValue(next); }} />;
}

test("times are read as people type them; what is none stays", () => {
  expect(["8", "830", "7:30", "１８：００", "24:00"].map(tidyClock)).toEqual(["08:00", "08:30", "07:30", "18:00", "24:00"]);
  expect(["25:00", "8点", "1275", ""].map(tidyClock)).toEqual(["25:00", "8点", "1275", ""]);
});

test("a shift ends after it begins and says so; hours add up", () => {
  expect(wrongShifts([["08:00", "12:00"]])).toBeNull();
  expect(wrongShifts([["22:00", "06:00"]])).toMatch("跨夜");
  expect(wrongShifts([["8点", "12:00"]])).toMatch("08:00");
  expect(hoursOf([["07:00", "11:30"], ["13:30", "17:30"]])).toBe(8.5);
});

test("days alike are told together; a new calendar starts with the usual week", () => {
  expect(alike(weekOf(null)).map(([first, last, shifts]) => [first, last, shifts.length])).toEqual([[0, 4, 2], [5, 6, 0]]);
});

test("Saturday becomes a working day, Monday's shift is changed and taken over by the others", async () => {
  withFixture();
  draw(<Held input={WeekInput} start={weekOf(null)} />);
  await userEvent.click(screen.getByRole("button", { name: "周六 加一个班次" }));
  const begin = screen.getByRole("textbox", { name: "周一 第 1 班开始" });
  await userEvent.clear(begin);
  await userEvent.type(begin, "730");
  await userEvent.tab();
  await userEvent.click(screen.getByRole("button", { name: "其他上班的日子都照周一" }));
  const monday = [["07:30", "12:00"], ["13:00", "17:00"]];
  expect(now()).toEqual([monday, monday, monday, monday, monday, monday, []]);
  expect(screen.getByText("每周 51 小时")).toBeTruthy();
});

test("an exception has days, a name, and shifts where it is worked", async () => {
  withFixture();
  draw(<Held input={ExceptionsInput} start={[["2026-06-07", "2026-06-09", [], "高考禁噪"]]} />);
  await userEvent.click(screen.getByRole("button", { name: "添加例外日期" }));
  const second = within(screen.getByRole("group", { name: "第 2 条例外" }));
  await userEvent.type(second.getByRole("textbox", { name: "第 2 条例外的说明" }), "周日浇筑");
  await userEvent.click(second.getByRole("button", { name: "第 2 条例外 加一个班次" }));
  const [first, added] = now() as [string, string, string[][], string][];
  expect(first).toEqual(["2026-06-07", "2026-06-09", [], "高考禁噪"]);
  expect(added!.slice(2)).toEqual([[FULL[0]], "周日浇筑"]);
  await userEvent.click(screen.getByRole("button", { name: "去掉第 1 条例外" }));
  expect(now()).toHaveLength(1);
});
