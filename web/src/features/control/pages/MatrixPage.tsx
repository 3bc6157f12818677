import { useEffect, useState } from "react";
import { Link } from "react-router";
import { RefSelect } from "../../../kit/RefSelect";
import { PageHead } from "../../../kit/PageHead";
import { useT } from "../../../i18n";
import { MatrixPanel } from "../parts/Matrix";
import { SnapIssue } from "../parts/SnapIssue";
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
    </div>
  );
}
