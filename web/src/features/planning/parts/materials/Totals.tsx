import { Money } from "../../../../kit/Money";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { cellsOf, figure, missing, periodName } from "../../model/materials";
import type { MaterialTotal, PlanMaterials } from "../../model/types";

/** One line for each material: how much in all, how much of it is not confirmed, and in which week or month it is needed. */
export function Totals({ data }: { data: PlanMaterials }) {
  const phone = useIsPhone();
  return phone ? <TotalCards data={data} /> : <TotalTable data={data} />;
}

function TotalTable({ data }: { data: PlanMaterials }) {
  const { t } = useT();
  const priced = data.amount !== null;
  const undated = data.materials.some((line) => line.cells[""]);
  const periods = undated ? [...data.periods, ""] : data.periods;
  return (
    <div className="related materials-totals">
      <table>
        <thead>
          <tr>
            <th scope="col">{t("材料")}</th><th scope="col">{t("单位")}</th><th scope="col" className="right">{t("合计")}</th><th scope="col" className="right">{t("未落实")}</th>
            {priced && <th scope="col" className="right">{t("金额")}</th>}
            {periods.map((first) => <th key={first} scope="col" className="right num">{first ? periodName(first, data.by) : t("未定")}</th>)}
          </tr>
        </thead>
        <tbody>
          {data.materials.map((line) => (
            <tr key={line.id + line.measure}>
              <th scope="row" title={nameOf(line)}><Name line={line} /></th>
              <td>{line.measure}</td><td className="right num">{figure(line.quantity)}</td><td className="right num"><Missing line={line} /></td>
              {priced && <td className="right">{line.amount === null ? <span className="muted">—</span> : <Money value={line.amount} />}</td>}
              {periods.map((first) => <td key={first} className="right num">{line.cells[first] && <Cell cell={line.cells[first]} />}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TotalCards({ data }: { data: PlanMaterials }) {
  const { t } = useT();
  return (
    <ul className="materials-cards">
      {data.materials.map((line) => (
        <li key={line.id + line.measure} className="panel">
          <div className="row between"><Name line={line} /><b className="num materials-sum">{figure(line.quantity)} {line.measure}</b></div>
          <div className="row between small second"><span>{t("未落实")} <Missing line={line} /></span>{line.amount !== null && <Money value={line.amount} />}</div>
          <div className="row wrap materials-periods">
            {cellsOf(line).map(([first, cell]) => <span key={first} className="small num"><span className="muted">{first ? periodName(first, data.by) : t("未定")}</span> <Cell cell={cell} /></span>)}
          </div>
        </li>
      ))}
    </ul>
  );
}

const nameOf = (line: MaterialTotal) => [line.name, line.spec, line.code].filter(Boolean).join(" ");

function Name({ line }: { line: MaterialTotal }) {
  return <span className="materials-name"><span className="ellipsis">{line.name} {line.spec}</span><span className="muted small num ellipsis">{line.code}</span></span>;
}

function Missing({ line }: { line: MaterialTotal }) {
  const lacking = missing(line);
  return lacking ? <span className="warning-text num">{figure(lacking)}</span> : <span className="muted num">0</span>;
}

function Cell({ cell }: { cell: { quantity: string; confirmed: string } }) {
  const { t } = useT();
  const lacking = missing(cell);
  return <span className={lacking ? "warning-text" : undefined} title={lacking ? t("未落实 {{n}}", { n: figure(lacking) }) : t("已落实")}>{figure(cell.quantity)}</span>;
}
