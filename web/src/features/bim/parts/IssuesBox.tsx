import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { WarningFilled } from "@ant-design/icons";
import { Link } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useCan } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import type { Ref, Row } from "../../../api/types";
import { formatDate } from "../../../kit/format";
import { useT } from "../../../i18n";
import { recordPath } from "../../../resource/registry";
import type { ElementFacts } from "../api";
import type { Mark } from "../model/scene";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** What has to be put right where this element is built, and a new one reported with its place. */
export function IssuesBox({ row, facts, marks }: { row: Row; facts: ElementFacts; marks: Mark[] }) {
  const { t } = useT();
  const can = useCan();
  const [reporting, setReporting] = useState(false);
  if (!can("issues", "read")) return null;
  return (
    <>
      <h3 className="bim-title">{t("问题")}</h3>
      <ul className="bim-issues">
        {marks.map((mark) => (
          <li key={mark.id}>
            <WarningFilled className={mark.level === "bad" ? "danger-text" : "warning-text"} aria-label={mark.level === "bad" ? t("紧急或逾期") : t("待处理")} />
            <Link to={recordPath(mark.resource, mark.id)}>{mark.label}</Link>
            {mark.due_on && <span className="muted small num">{t("{{day}} 前", { day: formatDate(mark.due_on) })}</span>}
          </li>
        ))}
      </ul>
      {!marks.length && <div className="muted">{t("没有待处理的问题")}</div>}
      {can("issues", "create") && <Button size="small" onClick={() => setReporting(true)}>{t("登记问题")}</Button>}
      {reporting && <Suspense fallback={null}><Report row={row} facts={facts} onClose={() => setReporting(false)} /></Suspense>}
    </>
  );
}

function Report({ row, facts, onClose }: { row: Row; facts: ElementFacts; onClose: () => void }) {
  const meta = useMeta("issues");
  const client = useQueryClient();
  const saved = () => {
    void client.invalidateQueries({ queryKey: ["bim", row.id] });
    onClose();
  };
  if (!meta.data) return null;
  const place = (facts.storey && !facts.name.includes(facts.storey) ? `${facts.storey} ${facts.name}` : facts.name).slice(0, 160);
  return <FormDrawer meta={meta.data} row={null} initial={{ project: (row.project as Ref).id, task: facts.task!.id, place }} onClose={onClose} onSaved={saved} />;
}
