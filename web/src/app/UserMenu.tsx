import { Suspense, lazy, useState } from "react";
import { useNavigate } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import type { Me } from "../api/types";
import { signOut } from "../api/auth";
import { saveLanguage } from "../api/me";
import { currentLanguage, setLanguage, useT } from "../i18n";
import { Avatar } from "../kit/Avatar";
import { Menu } from "../kit/Menu";
import { useNotify } from "../kit/notify";
import { LANGUAGES } from "../i18n/languages";
import { forgetDrafts } from "../resource/form/draft";

const JobsDrawer = lazy(() => import("../resource/jobs/JobsDrawer").then((module) => ({ default: module.JobsDrawer })));

const SuggestDialog = lazy(() => import("../features/suggestions/SuggestDialog").then((module) => ({ default: module.SuggestDialog })));

export function UserMenu({ me }: { me: Me }) {
  const { t } = useT();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [jobs, setJobs] = useState(false);
  const [suggesting, setSuggesting] = useState(false);
  const english = currentLanguage() === "en";

  const switchLanguage = async () => {
    const next = english ? "zh-hans" : "en";
    try {
      await setLanguage(next);
      await saveLanguage(next);
    } catch (error) {
      notify.fail(error);
    }
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
  const about = [me.unit?.label, me.roles.join(" · ")].filter(Boolean).join(" · ");
  return (
    <>
      <Menu label={t("我的菜单，{{name}}", { name: me.name })} trigger={<Avatar name={me.name} />}
        head={<div style={{ maxWidth: 260 }}><b style={{ fontWeight: 600 }}>{me.name}</b><div className="muted small">{about || me.username}</div></div>}
        items={[
          { key: "settings", label: t("个人设置"), onPick: () => void navigate("/settings"), divided: true },
          { key: "jobs", label: t("导出与任务"), onPick: () => setJobs(true) },
          ...(me.grants.suggestions?.includes("create") ? [{ key: "suggest", label: t("意见反馈"), onPick: () => setSuggesting(true) }] : []),
          { key: "language", label: english ? LANGUAGES.zh : LANGUAGES.en, onPick: () => void switchLanguage() },
          { key: "leave", label: t("退出登录"), onPick: () => void leave(), divided: true },
        ]} />
      <Suspense fallback={null}>
        {jobs && <JobsDrawer onClose={() => setJobs(false)} />}
        {suggesting && <SuggestDialog onClose={() => setSuggesting(false)} />}
      </Suspense>
    </>
  );
}
