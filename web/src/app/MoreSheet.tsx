import { useState } from "react";
import { Drawer } from "antd";
import { NavLink } from "react-router";
import type { MenuEntry } from "../resource/feature";
import { useT } from "../i18n";

/** The places that have no room in the bottom bar. Its own chunk: few people open it on the first screen. */
export function MoreSheet({ entries, onClose }: { entries: MenuEntry[]; onClose: () => void }) {
  const { t } = useT();
  const [open, setOpen] = useState(true);
  return (
    <Drawer open={open} onClose={() => setOpen(false)} afterOpenChange={(now) => !now && onClose()} placement="bottom" size="auto" title={t("更多")}>
      <div className="sheet-grid">
        {entries.map((entry) => (
          <NavLink key={entry.key} to={entry.path} className="sheet-link" onClick={() => setOpen(false)}>
            <span className="tabbar-icon"><span aria-hidden>{entry.icon}</span>{entry.badge && <entry.badge />}</span>
            <span className="ellipsis" style={{ maxWidth: "100%" }}>{t(entry.label)}</span>
          </NavLink>
        ))}
      </div>
    </Drawer>
  );
}
