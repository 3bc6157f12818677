import { useMemo, useState } from "react";
import { Button } from "antd";
import { useMeta } from "../../../../api/meta";
import { DateText } from "../../../../kit/DateText";
import { dayOf } from "../../../../kit/days";
import { useNotify } from "../../../../kit/notify";
import { tagOf } from "../../../../kit/StatusTag";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { tk, useT } from "../../../../i18n";
import { useDo } from "../../../../resource/data/row";
import { ResourceDrawer } from "../../../../resource/drawer/ResourceDrawer";
import { useOpenChild } from "../../../../resource/RelatedList";
import { figure, missing, pressing } from "../../model/materials";
import type { Need } from "../../model/types";

const State = tagOf({ open: [tk("未落实"), "orange"], part: [tk("部分落实"), "gold"], confirmed: [tk("已落实"), "green"] });

/** Each need in the order of days; 落实 confirms the whole of it, the rest is in its drawer. */
export function NeedLines({ needs, can }: { needs: Need[]; can: string[] }) {
  const phone = useIsPhone();
  const meta = useMeta("material_needs");
  const [open, setOpen] = useOpenChild("material_needs");
  const [tab, setTab] = useState<string | null>(null);
  const [today] = useState(() => dayOf(new Date()));
  const line = { today, may: can.includes("confirm"), onOpen: setOpen };
  const at = needs.findIndex((one) => one.id === open);
  const step = (by: number) => (at >= 0 && needs[at + by] ? () => setOpen(needs[at + by]!.id) : undefined);
  const Lines = phone ? Cards : Table;
  return (
    <>
      <Lines needs={needs} {...line} />
      {open && meta.data && <ResourceDrawer meta={meta.data} id={open} tab={tab} onTab={setTab} onClose={() => { setOpen(null); setTab(null); }} previous={step(-1)} next={step(1)} />}
    </>
  );
}

interface Props {
  needs: Need[];
  today: string;
  may: boolean;
  onOpen: (id: string) => void;
}

function Table({ needs, today, may, onOpen }: Props) {
  const { t } = useT();
  return (
    <div className="related">
      <table>
        <thead><tr><th scope="col">{t("需用日期")}</th><th scope="col">{t("材料")}</th><th scope="col" className="right">{t("数量")}</th><th scope="col" className="right">{t("未落实")}</th><th scope="col">{t("任务")}</th><th scope="col">{t("状态")}</th>{may && <th scope="col"><span className="sr-only">{t("操作")}</span></th>}</tr></thead>
        <tbody>
          {needs.map((need) => (
            <tr key={need.id}>
              <td><Day need={need} today={today} /></td>
              <td><button type="button" className="plain cell-link" onClick={() => onOpen(need.id)}>{need.name}</button></td>
              <td className="right num">{figure(need.quantity)} {need.measure}</td>
              <td className="right num">{missing(need) ? <span className="warning-text">{figure(missing(need))}</span> : <span className="muted">0</span>}</td>
              <td title={need.task.label}><span className="muted num small">{need.wbs}</span> {need.task.label}</td>
              <td><State value={need.state} /></td>
              {may && <td className="right"><Confirm need={need} /></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ needs, today, may, onOpen }: Props) {
  return (
    <ul className="materials-cards">
      {needs.map((need) => (
        <li key={need.id} className="panel">
          <button type="button" className="plain materials-open" onClick={() => onOpen(need.id)}>
            <span className="row between"><b className="ellipsis">{need.name}</b><State value={need.state} /></span>
            <span className="row between small second"><span className="ellipsis">{need.wbs} {need.task.label}</span><span className="num materials-sum">{figure(need.quantity)} {need.measure}</span></span>
          </button>
          <div className="row between small"><Day need={need} today={today} />{may && <Confirm need={need} />}</div>
        </li>
      ))}
    </ul>
  );
}

function Day({ need, today }: { need: Need; today: string }) {
  const { t } = useT();
  const near = useMemo(() => pressing(need, today), [need, today]);
  if (!need.needed_on) return <span className="muted">{t("未定")}</span>;
  return <span className={near ? "danger-text" : undefined} title={need.own_day ? t("单独填写的日期") : t("任务开始那天，随计划移动")}><DateText value={need.needed_on} />{need.own_day ? "" : ` ${t("随任务")}`}</span>;
}

function Confirm({ need }: { need: Need }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo("material_needs");
  if (need.state === "confirmed") return null;
  const confirm = () => run.mutate({ row: need, verb: "confirm" }, { onSuccess: () => notify.ok(t("已落实 {{name}}", { name: need.name })), onError: (error) => notify.fail(error) });
  return <Button size="small" loading={run.isPending} onClick={confirm} aria-label={t("落实 {{name}}", { name: need.name })}>{t("落实")}</Button>;
}
