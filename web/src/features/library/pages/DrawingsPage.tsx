import { useState } from "react";
import { PageHead } from "../../../kit/PageHead";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import { Register } from "../parts/drawings/Register";
import "../library.css";

/** 图纸目录 of all projects, or of one. */
export function DrawingsPage() {
  const { t } = useT();
  const [project, setProject] = useState<string | null>(null);
  return (
    <div className="page">
      <PageHead title={t("图纸目录")} actions={<RefSelect resource="projects" value={project} onChange={setProject} allowClear placeholder={t("全部项目")} aria-label={t("项目")} style={{ width: 240 }} />} />
      <section className="panel"><Register key={project ?? ""} {...(project && { project })} /></section>
    </div>
  );
}
