import type { ReactNode } from "react";
import { useT } from "../i18n";

const KNOWN = new Set(["blue", "green", "orange", "gold", "red", "purple", "cyan", "outline"]);
const SAME: Record<string, string> = { success: "green", warning: "orange", error: "red", danger: "red", processing: "blue", yellow: "gold", teal: "cyan", volcano: "orange", magenta: "purple", lime: "green", geekblue: "blue" };

/** A state or choice. Colours are names with a meaning; an unknown name is grey. */
export function StatusTag({ color, children }: { color?: string | null; children: ReactNode }) {
  const name = color ? (SAME[color] ?? color) : "";
  return (
    <span className={KNOWN.has(name) ? `tag ${name}` : "tag"}>
      <span className="ellipsis" style={{ lineHeight: "22px" }}>{children}</span>
    </span>
  );
}

/** What states are called (as keys of t) and the colour of each. */
export type Tags = Record<string, [label: string, color: string]>;

/** A component that draws a state of these; nothing for one that it does not know. */
export function tagOf(known: Tags) {
  return function Tag({ value }: { value: unknown }) {
    const { t } = useT();
    const of = known[String(value)];
    return of ? <StatusTag color={of[1]}>{t(of[0])}</StatusTag> : null;
  };
}
