import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { PageHead } from "../../../kit/PageHead";
import { CardsSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { LoadError } from "../LoadError";
import { modulesQuery, type Matrix, type Place } from "./api";
import { ModuleSwitch } from "./ModuleSwitch";
import "./modules.css";

/** Which company works with which module. What is off is not there for its people; the data stay. */
export function Component() {
  const { t } = useT();
  const phone = useIsPhone();
  const matrix = useQuery(modulesQuery);
  if (matrix.isError) return <LoadError error={matrix.error} title={t("功能模块没有加载成功")} onRetry={() => void matrix.refetch()} />;
  return (
    <div className="page">
      <PageHead title={t("功能模块")} />
      <p className="second mod-intro">{t("关闭后，该公司的人看不到这个模块的菜单、页面和数据，搜索、日历、工作台和提醒里也不再出现；数据原样保留，重新启用后全部恢复。没有单独设置的公司随集团默认。")}</p>
      {!matrix.data ? <div className="panel"><CardsSkeleton rows={4} /></div> : phone ? <ForPhone matrix={matrix.data} /> : <ForScreen matrix={matrix.data} />}
    </div>
  );
}

function usePlaces(matrix: Matrix): Place[] {
  const { t } = useT();
  const people = matrix.companies.reduce((sum, company) => sum + company.people, 0);
  return [{ id: "", name: t("集团默认"), people, can: matrix.default.can, cells: matrix.default.cells }, ...matrix.companies];
}

function ForScreen({ matrix }: { matrix: Matrix }) {
  const { t } = useT();
  const places = usePlaces(matrix);
  return (
    <div className="panel mod-table">
      <table>
        <thead>
          <tr><th scope="col">{t("公司")}</th>{matrix.modules.map((module) => <th key={module.name} scope="col" title={module.about}>{module.label}</th>)}</tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place.id} className={place.id ? undefined : "mod-default"}>
              <th scope="row">{place.name}<span className="muted small num">{place.id && t("{{n}} 人", { n: place.people })}</span></th>
              {matrix.modules.map((module) => <td key={module.name}><ModuleSwitch module={module} place={place} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ForPhone({ matrix }: { matrix: Matrix }) {
  const { t } = useT();
  const places = usePlaces(matrix);
  const [id, setId] = useState("");
  const place = places.find((one) => one.id === id) ?? places[0]!;
  return (
    <>
      <Select aria-label={t("公司")} value={place.id} onChange={setId} options={places.map((one) => ({ value: one.id, label: one.name }))} size="large" />
      <ul className="panel mod-cards">
        {matrix.modules.map((module) => (
          <li key={module.name}>
            <span className="grow"><b>{module.label}</b><span className="muted small">{module.about}</span></span>
            <ModuleSwitch module={module} place={place} />
          </li>
        ))}
      </ul>
    </>
  );
}
