import type { ReactNode } from "react";

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
