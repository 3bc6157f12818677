import { WarningFilled } from "@ant-design/icons";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { toModel } from "../../../resource/filter/codec";
import { LeafText } from "../../../resource/filter/FilterChips";
import { hasBy, hasCondition } from "../model/check";
import type { Branch } from "../model/definition";
import * as edit from "../model/edit";
import { CardTools, cardKeys } from "./CardTools";
import type { Desk } from "./desk";

interface Props {
  branch: Branch;
  position: number;
  count: number;
  desk: Desk;
}

/** The condition at the head of a branch; the last one says 其他情况. */
export function BranchCard({ branch, position, count, desk }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const last = position === count - 1;
  const fault = desk.faults.get(branch.id);
  const move = (by: -1 | 1) => desk.change(edit.moveBranch(desk.definition, branch.id, by));
  const drop = () => {
    const before = desk.definition;
    desk.change(edit.removeBranch(before, branch.id));
    notify.ok(t("已删除“{{name}}”", { name: branch.name }), { undo: () => desk.change(before) });
  };
  const open = !desk.readonly && !last;
  return (
    <div className={`fd-card branch${fault ? " fault" : ""}`}>
      <div className="fd-card-head">
        <b className="ellipsis grow">{branch.name}</b>
        {!last && <span className="muted small">{t("优先级 {{n}}", { n: position + 1 })}</span>}
        {open && <CardTools sideways name={branch.name} first={position === 0} last={position >= count - 2} onMove={move} onDelete={drop} />}
      </div>
      {last ? <p className="fd-card-body muted">{t("以上条件都不满足时走这里")}</p> : (
        <button type="button" className="plain fd-card-body" onClick={() => desk.open(branch.id)} onKeyDown={open ? cardKeys(move, drop) : undefined} aria-label={t("设置条件“{{name}}”", { name: branch.name })}>
          <span className="grow"><Says branch={branch} desk={desk} /></span>
        </button>
      )}
      {fault && <p className="fd-fault"><WarningFilled aria-hidden /> {fault}</p>}
    </div>
  );
}

/** A condition in words, a line for each part. */
function Says({ branch, desk }: { branch: Branch; desk: Desk }) {
  const { t } = useT();
  if (!hasCondition(branch.condition) && !hasBy(branch.by)) return <span className="muted">{t("请设置条件")}</span>;
  const model = toModel(branch.condition);
  const fieldOf = (name: string) => desk.approvable.fields.find((field) => field.name === name);
  const by = branch.by;
  return (
    <>
      {model.all.map((leaf, i) => <span key={i} className="fd-says"><LeafText leaf={leaf} field={fieldOf(leaf[0])} /></span>)}
      {model.any.length > 0 && <span className="fd-says">{model.any.map((leaf, i) => <span key={i}>{i > 0 && <b> {t("或")} </b>}<LeafText leaf={leaf} field={fieldOf(leaf[0])} /></span>)}</span>}
      {model.extra.length > 0 && <span className="fd-says">{t("组合条件")}</span>}
      {hasBy(by) && <span className="fd-says"><span className="muted">{t("提交人属于")}</span> {[
        ...(by?.roles ?? []).map((code) => desk.labels.roles[code] ?? code),
        ...(by?.people ?? []).map((id) => desk.labels.people[id] ?? "…"),
        ...(by?.units?.length ? [t("{{n}} 个单位", { n: by.units.length })] : []),
      ].join(t("、"))}</span>}
    </>
  );
}
