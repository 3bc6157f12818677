import type { Side } from "../../api";

export type Choice = "kept" | "merged";
export type Choices = Record<string, Choice>;

const isBlank = (value: unknown) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** Both sides hold something and it is not the same: a person has to say which one stays. */
export function isOpenChoice(side: Side): boolean {
  return !side.same && !side.list && !isBlank(side.kept) && !isBlank(side.merged);
}

/** What the joined customer will hold: an empty field takes the other side's value by itself, lists are joined. */
export function resultOf(side: Side, choices: Choices): Choice | "both" {
  if (side.list) return side.same ? "kept" : "both";
  if (isOpenChoice(side)) return choices[side.name] ?? "kept";
  return isBlank(side.kept) && !isBlank(side.merged) ? "merged" : "kept";
}

/** The fields in the order of the table: open choices first, then what fills up by itself, then what is the same. */
export function inOrder(fields: Side[]): Side[] {
  const rank = (side: Side) => (isOpenChoice(side) ? 0 : side.same ? 2 : 1);
  return fields.filter((side) => !(isBlank(side.kept) && isBlank(side.merged))).toSorted((a, b) => rank(a) - rank(b));
}

/** What is sent: only where a person decided for the other side. */
export function takenFromOther(fields: Side[], choices: Choices): Choices {
  return Object.fromEntries(fields.filter((side) => isOpenChoice(side) && choices[side.name] === "merged").map((side) => [side.name, "merged" as const]));
}

export function chooseAll(fields: Side[], choice: Choice): Choices {
  return Object.fromEntries(fields.filter(isOpenChoice).map((side) => [side.name, choice]));
}
