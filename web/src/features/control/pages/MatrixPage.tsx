import { useEffect, useState } from "react";
import { Link } from "react-router";
import { RefSelect } from "../../../kit/RefSelect";
import { PageHead } from "../../../kit/PageHead";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import { LIVING } from "../model/matrix";
import { MatrixPanel } from "../parts/Matrix";
import { SnapIssue } from "../parts/SnapIssue";
import "../../../resource/drawer/drawer.css";
import "../control.css";

/** Where the risks of all projects in sight lie. */
export function MatrixPage() {
  const { t } = useT();
  const [unit, setUnit] = useState<string | null>(null);
  useEffect(() => { document.title = `${t("风险矩阵")} · ${t("筑客")}`; }, [t]);
  return (
    <div className="page">
      <PageHead title={t("风险矩阵")} actions={<><RefSelect resource="units" value={unit} onChange={setUnit} placeholder={t("全部单位")} style={{ width: 200 }} /><Link to="/risks" className="control-link">{t("风险清单")}</Link><SnapIssue /></>} />
      <section className="panel control-portfolio"><MatrixPanel unit={unit ?? undefined} /></section>
      {!unit && <section className="panel"><RelatedList resource="risks" lead={<h2 className="drawer-section control-lead">{t("最高的风险")}</h2>} filter={LIVING} columns={["title", "project", "level", "score", "state", "owner", "review_on"]} sort="-score" closed /></section>}
    </div>
  );
}
