import { Suspense, lazy, useEffect, useState } from "react";
import { NavLink, Outlet, useNavigation, ScrollRestoration } from "react-router";
import { SearchOutlined } from "@ant-design/icons";
import { useMe } from "../api/me";
import type { Me } from "../api/types";
import { menuFor, type MenuEntry } from "../resource/feature";
import { JobTray } from "../resource/jobs/JobTray";
import { useIsPhone } from "../kit/useIsPhone";
import { useT } from "../i18n";
import { Bell } from "./Bell";
import { TabBar } from "./TabBar";
import { UserMenu } from "./UserMenu";
import { useLiveChanges } from "./useLiveChanges";

const Palette = lazy(() => import("./Palette"));

export function Shell() {
  const me = useMe();
  return me ? <Frame me={me} /> : null;
}

function Frame({ me }: { me: Me }) {
  const phone = useIsPhone();
  const [searching, setSearching] = useState(false);
  const menu = menuFor(me);
  useLiveChanges();
  useEffect(() => {
    const hotkey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setSearching(true);
      }
    };
    window.addEventListener("keydown", hotkey);
    return () => window.removeEventListener("keydown", hotkey);
  }, []);
  const openSearch = () => setSearching(true);
  return (
    <div className={phone ? "shell phone" : "shell"}>
      <SkipLink />
      {!phone && <Sider menu={menu} />}
      <Header me={me} phone={phone} onSearch={openSearch} />
      <Loading />
      <main id="main" className="shell-main" tabIndex={-1}>
        <Outlet />
      </main>
      {phone && <TabBar menu={menu} />}
      <JobTray />
      <ScrollRestoration />
      <Suspense fallback={null}>{searching && <Palette menu={menu} onClose={() => setSearching(false)} />}</Suspense>
    </div>
  );
}

function SkipLink() {
  const { t } = useT();
  return <a className="skip-link" href="#main">{t("跳到正文")}</a>;
}

/** A thin line while the next page's code and data are on their way. */
function Loading() {
  const busy = useNavigation().state === "loading";
  return <div className={busy ? "shell-progress on" : "shell-progress"} aria-hidden />;
}

function Brand() {
  const { t } = useT();
  return (
    <NavLink to="/" className="brand" aria-label={t("筑客 · 工作台")}>
      <img src={`${import.meta.env.BASE_URL}icon.svg`} width={28} height={28} alt="" />
      <b>{t("筑客")}</b>
      <span>{t("工程 CRM")}</span>
    </NavLink>
  );
}

function Sider({ menu }: { menu: MenuEntry[] }) {
  const { t } = useT();
  return (
    <aside className="sider">
      <Brand />
      <nav aria-label={t("主菜单")}>
        {menu.map((entry, i) => (
          <div key={entry.key}>
            {entry.group && entry.group !== menu[i - 1]?.group && <div className="sider-group">{t(entry.group)}</div>}
            <NavLink to={entry.path} end={entry.path === "/"} className="sider-link">
              <span className="sider-icon" aria-hidden>{entry.icon}</span>
              <span className="ellipsis grow">{t(entry.label)}</span>
              {entry.badge && <entry.badge />}
            </NavLink>
          </div>
        ))}
      </nav>
    </aside>
  );
}

function Header({ me, phone, onSearch }: { me: Me; phone: boolean; onSearch: () => void }) {
  const { t } = useT();
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  return (
    <header className="header">
      {phone && <Brand />}
      <button type="button" className="header-search" onClick={onSearch} aria-label={t("全局搜索")} aria-keyshortcuts="Control+K Meta+K">
        <SearchOutlined />
        {!phone && <span className="grow ellipsis">{t("搜索客户、合同、项目")}</span>}
        {!phone && <span className="kbd">{mac ? "⌘K" : "Ctrl K"}</span>}
      </button>
      <div className="grow" />
      <Bell />
      <UserMenu me={me} />
    </header>
  );
}
