import { Suspense, lazy, useState } from "react";
import { BellOutlined } from "@ant-design/icons";
import { useT } from "../i18n";
import { useUnread } from "./inbox";

const InboxDrawer = lazy(() => import("./InboxDrawer"));

export function Bell() {
  const { t } = useT();
  const unread = useUnread();
  const [open, setOpen] = useState(false);
  const label = unread ? t("消息，{{n}} 条未读", { n: unread }) : t("消息");
  return (
    <>
      <button type="button" className="header-button" onClick={() => setOpen(true)} aria-label={label} title={label}>
        <span className="count-badge"><BellOutlined aria-hidden />{unread > 0 && <b className="num">{unread > 99 ? "99+" : unread}</b>}</span>
      </button>
      <Suspense fallback={null}>{open && <InboxDrawer onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
