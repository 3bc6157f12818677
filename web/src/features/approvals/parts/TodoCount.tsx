import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { listen } from "../../../api/stream";
import { useT } from "../../../i18n";
import { useCounts } from "../../../resource/approvals/data";

/** How many approvals wait for me, in the menu; kept live, and with it whatever of approvals is on screen. */
export function TodoCount() {
  const { t } = useT();
  const client = useQueryClient();
  useEffect(() => listen("changed", (data) => {
    if (data.resource === "approvals") void client.invalidateQueries({ queryKey: ["approvals"] });
  }), [client]);
  const n = useCounts()?.todo ?? 0;
  if (!n) return null;
  return <b className="menu-count num"><span aria-hidden>{n > 99 ? "99+" : n}</span><span className="sr-only">{t("{{n}} 个待我审批", { n })}</span></b>;
}
