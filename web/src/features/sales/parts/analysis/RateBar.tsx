import type { ReactNode } from "react";
import { Link } from "react-router";

/** One bar that leads to the records behind it. `share`: 0 to 1 of the full width. */
export function RateBar({ to, label, share, tone, value }: { to: string; label: string; share: number; tone: "win" | "loss"; value: ReactNode }) {
  return (
    <li>
      <Link to={to}>
        <span className="ellipsis" title={label}>{label}</span>
        <span className={`rate-track ${tone}`} aria-hidden><span style={{ width: `${Math.round(share * 1000) / 10}%` }} /></span>
        <span className="rate-value num">{value}</span>
      </Link>
    </li>
  );
}
