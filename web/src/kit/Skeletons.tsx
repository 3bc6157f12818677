import { useDelayed } from "./useDelayed";
import { useT } from "../i18n";

const WIDTHS = [62, 84, 48, 71, 55, 90, 66];

function Shell({ children }: { children: React.ReactNode }) {
  const { t } = useT();
  const late = useDelayed(true);
  return <div role="status" aria-label={t("正在加载")} style={{ visibility: late ? "visible" : "hidden" }}>{children}</div>;
}

/** The layout of a table: a head and rows of the real height. */
export function TableSkeleton({ rows = 12, columns = 6 }: { rows?: number; columns?: number }) {
  const template = `1.6fr ${"1fr ".repeat(columns - 1)}`;
  return (
    <Shell>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ display: "grid", gridTemplateColumns: template, gap: 24, padding: "0 12px", height: 38, alignItems: "center", borderBottom: "1px solid var(--line)", background: row === 0 ? "#f8fafc" : undefined }}>
          {Array.from({ length: columns }, (_, column) => (
            <span key={column} className="bone" style={{ width: `${WIDTHS[(row * 3 + column) % WIDTHS.length]}%` }} />
          ))}
        </div>
      ))}
    </Shell>
  );
}

/** The layout of the two-line cards that tables become on a phone. */
export function CardsSkeleton({ rows = 7 }: { rows?: number }) {
  return (
    <Shell>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ padding: "16px 14px", borderBottom: "1px solid var(--line)", display: "flex", flexDirection: "column", gap: 12 }}>
          <span className="bone" style={{ width: `${WIDTHS[row % WIDTHS.length]}%`, height: 14 }} />
          <span className="bone" style={{ width: `${WIDTHS[(row + 3) % WIDTHS.length]! - 20}%` }} />
        </div>
      ))}
    </Shell>
  );
}

/** The layout of a record's label and value pairs. */
export function DetailSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <Shell>
      <div style={{ padding: 20, display: "grid", gridTemplateColumns: "96px 1fr 96px 1fr", gap: "24px 16px" }}>
        {Array.from({ length: rows * 4 }, (_, i) => (
          <span key={i} className="bone" style={{ width: `${WIDTHS[i % WIDTHS.length]}%` }} />
        ))}
      </div>
    </Shell>
  );
}

/** A few lines: comments, notices, history. */
export function LinesSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <Shell>
      <div style={{ padding: 20, display: "flex", flexDirection: "column", gap: 22 }}>
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} style={{ display: "grid", gridTemplateColumns: "28px 1fr", gap: 12, alignItems: "center" }}>
            <span className="bone" style={{ height: 28, borderRadius: "50%" }} />
            <span className="bone" style={{ width: `${WIDTHS[row % WIDTHS.length]}%` }} />
          </div>
        ))}
      </div>
    </Shell>
  );
}
