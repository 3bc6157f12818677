import type { ReactNode } from "react";
import { Link } from "react-router";

interface Props { to: string; label: string; share: number; tone: "win" | "loss"; value: ReactNode; note?: string }

/** One bar that leads to the records behind it. `share`: 0 to 1 of the full width; `note`: what it is made of. */
export function RateBar({ to, label, share, tone, value, note }: Props) {
  return (
    <li>
      <Link to={to}>
        <span className="ellipsis" title={label}>{label}</span>
        <span className={`rate-track ${tone}`} aria-hidden><span style={{ width: `${Math.round(share * 1000) / 10}%` }} /></span>
        <span className="rate-value num">{value}</span>
        {note && <span className="rate-note small muted ellipsis" title={note}>{note}</span>}
      </Link>
    </li>
  );
}
