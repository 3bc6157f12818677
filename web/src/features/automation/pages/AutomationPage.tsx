import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { HistoryOutlined, PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { useCan } from "../../../api/me";
import { useT } from "../../../i18n";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { TableSkeleton } from "../../../kit/Skeletons";
import { rulesQuery, type Rule } from "../api";
import { PreviewDrawer } from "../parts/PreviewDrawer";
import { RuleCard } from "../parts/RuleCard";
import { RunLog } from "../parts/RunLog";
import { Sections } from "../parts/Sections";
import { SettingDialog } from "../parts/Settings";
import "../automation.css";

type Open = { what: "preview"; rule: Rule; values: Record<string, number> | null } | { what: "log"; rule: Rule | null } | { what: "setting"; rule: Rule };

/** The rules by what they look at; numbers and switches are changed where they stand. */
export function Component() {
  const { t } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const rules = useQuery(rulesQuery);
  const [text, setText] = useState("");
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  if (rules.isError) return <div className="page"><ErrorBox error={rules.error} title={t("自动化规则没有加载成功")} onRetry={() => void rules.refetch()} /></div>;
  const all = rules.data ?? [];
  const shown = all.filter((rule) => !text.trim() || `${rule.name}${rule.why}${rule.resource_label}`.includes(text.trim()));
  const groups = [...new Set(shown.map((rule) => rule.resource))];
  return (
    <div className="page">
      <PageHead title={t("自动化")} note={rules.data && t("{{on}} 条启用，共 {{n}} 条", { on: all.filter((rule) => rule.active).length, n: all.length })}
        actions={<>
          <Button icon={<HistoryOutlined aria-hidden />} onClick={() => setOpen({ what: "log", rule: null })}>{t("执行记录")}</Button>
          {can("automation_rules", "create") && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate("/admin/automation/new")}>{t("新建规则")}</Button>}
        </>} />
      <Sections />
      <p className="second">{t("规则到时间或在事件发生时自动检查，同一件事只提醒一次；提醒只发给有权看到该记录的人。")}</p>
      <div className="rule-search"><Input.Search aria-label={t("搜索规则")} placeholder={t("搜索规则")} allowClear value={text} onChange={(event) => setText(event.target.value)} /></div>
      {rules.isPending && <div className="panel"><TableSkeleton rows={4} columns={3} /></div>}
      {rules.isSuccess && shown.length === 0 && <div className="panel"><Empty text={text ? t("没有找到这样的规则。") : t("还没有自动化规则。")} /></div>}
      {groups.map((resource) => {
        const rows = shown.filter((rule) => rule.resource === resource);
        return (
          <section key={resource} aria-label={rows[0]!.resource_label}>
            <h2 className="todo-group">{rows[0]!.resource_label} <span className="num muted">{rows.length}</span></h2>
            <div className="panel rule-cards">
              {rows.map((rule) => (
                <RuleCard key={rule.id} rule={rule} mayOverride={can("automation_overrides", "create")} mayCreate={can("automation_rules", "create")} onPreview={(values) => setOpen({ what: "preview", rule, values })}
                  onLog={() => setOpen({ what: "log", rule })} onAddSetting={() => setOpen({ what: "setting", rule })} />
              ))}
            </div>
          </section>
        );
      })}
      {open?.what === "preview" && <PreviewDrawer rule={open.rule} values={open.values} onClose={close} />}
      {open?.what === "log" && <RunLog rule={open.rule?.id ?? null} name={open.rule?.name ?? ""} onClose={close} />}
      {open?.what === "setting" && <SettingDialog rule={open.rule} onClose={close} />}
    </div>
  );
}
