import { useT } from "../../i18n";
import type { RecordProps } from "../registry";
import { useUnread } from "./comments";

/** How many messages of others one has not read, behind the name of the tab. */
export function UnreadBadge({ resource, row }: RecordProps) {
  const { t } = useT();
  const count = useUnread(resource, row.id).data?.count ?? 0;
  if (!count) return null;
  return <span className="unread-badge num" aria-label={t("{{n}} 条未读", { n: count })}>{count > 99 ? "99+" : count}</span>;
}
