import { Suspense, lazy } from "react";
import { DateText } from "../../kit/DateText";
import { registerResourceUi } from "../../resource/registry";
import type { PoolRow } from "./api";

const ClaimButton = lazy(() => import("./ClaimButton").then((module) => ({ default: module.ClaimButton })));

registerResourceUi("pool", {
  widths: { name: 228, claim: 116, kind: 104, industry: 96, region: 68, value_class: 84, last_owner: 88, last_contact_at: 108, pooled_at: 116, pool_reason: 200 },
  cells: {
    last_contact_at: (row) => <DateText value={row.last_contact_at as string} />,
    pooled_at: (row) => <DateText value={row.pooled_at as string} />,
    claim: (row) => <Suspense fallback={null}><ClaimButton row={row as PoolRow} /></Suspense>,
  },
});
registerResourceUi("pool_rules", { listPath: "/admin/pool-rules", without: ["comments", "files"] });
