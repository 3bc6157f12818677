import { Suspense, lazy, useState } from "react";
import { Dropdown } from "antd";
import { useNavigate } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import type { Me } from "../api/types";
import { signOut } from "../api/auth";
import { useSetPreferences } from "../api/me";
import { currentLanguage, setLanguage, useT } from "../i18n";
import { Avatar } from "../kit/Avatar";
import { useNotify } from "../kit/notify";
import { LANGUAGES } from "../i18n/languages";
import { forgetDrafts } from "../resource/form/draft";

const JobsDrawer = lazy(() => import("../resource/jobs/JobsDrawer").then((module) => ({ default: module.JobsDrawer })));

export function UserMenu({ me }: { me: Me }) {
  const { t } = useT();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const save = useSetPreferences();
  const [jobs, setJobs] = useState(false);
  const english = currentLanguage() === "en";

  const switchLanguage = async () => {
    const next = english ? "zh-hans" : "en";
    save.mutate({ language: next }, { onError: notify.fail });
    await setLanguage(next);
    await client.invalidateQueries();
  };
  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      notify.fail(error);
      return;
    }
    forgetDrafts();
    client.clear();
    await navigate("/login");
  };
  const act: Record<string, () => void> = {
    settings: () => void navigate("/settings"),
    jobs: () => setJobs(true),
    language: () => void switchLanguage(),
    leave: () => void leave(),
  };
  const about = [me.unit?.label, me.roles.join(" · ")].filter(Boolean).join(" · ");
  const items = [
    { key: "me", disabled: true, label: <span className="col" style={{ gap: 0, color: "var(--ink)", maxWidth: 240 }}><b style={{ fontWeight: 600 }}>{me.name}</b><span className="muted small ellipsis">{about || me.username}</span></span> },
    { type: "divider" as const },
    { key: "settings", label: t("个人设置") },
    { key: "jobs", label: t("导出与任务") },
    { key: "language", label: english ? LANGUAGES.zh : LANGUAGES.en },
    { type: "divider" as const },
    { key: "leave", label: t("退出登录") },
  ];
  return (
    <>
      <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items, onClick: ({ key }) => act[key]?.() }}>
        <button type="button" className="header-button" aria-label={t("我的菜单，{{name}}", { name: me.name })}><Avatar name={me.name} /></button>
      </Dropdown>
      <Suspense fallback={null}>{jobs && <JobsDrawer onClose={() => setJobs(false)} />}</Suspense>
    </>
  );
}
