import { Suspense, lazy, useState } from "react";
import { AppstoreOutlined } from "@ant-design/icons";
import { NavLink } from "react-router";
import type { MenuEntry } from "../resource/feature";
import { useT } from "../i18n";

const MoreSheet = lazy(() => import("./MoreSheet").then((module) => ({ default: module.MoreSheet })));

/** Bottom bar of the phone: up to five places; with more entries the fifth is 更多, which opens a sheet. */
export function TabBar({ menu }: { menu: MenuEntry[] }) {
  const { t } = useT();
  const [more, setMore] = useState(false);
  const ranked = menu.toSorted((a, b) => (a.phone ?? 1000 + a.order) - (b.phone ?? 1000 + b.order));
  const shown = ranked.length > 5 ? ranked.slice(0, 4) : ranked;
  const rest = ranked.slice(shown.length);
  return (
    <nav className="tabbar" aria-label={t("主菜单")}>
      {shown.map((entry) => (
        <NavLink key={entry.key} to={entry.path} end={entry.path === "/"} className="tabbar-link">
          <span className="tabbar-icon"><span aria-hidden>{entry.icon}</span>{entry.badge && <entry.badge />}</span>
          <span className="ellipsis" style={{ maxWidth: "100%" }}>{t(entry.label)}</span>
        </NavLink>
      ))}
      {rest.length > 0 && (
        <button type="button" className="tabbar-link" onClick={() => setMore(true)} aria-expanded={more}>
          <span className="tabbar-icon"><AppstoreOutlined aria-hidden />{rest.map((entry) => entry.badge && <entry.badge key={entry.key} />)}</span>
          <span>{t("更多")}</span>
        </button>
      )}
      <Suspense fallback={null}>{more && <MoreSheet entries={rest} onClose={() => setMore(false)} />}</Suspense>
    </nav>
  );
}
