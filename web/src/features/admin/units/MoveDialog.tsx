import { useMemo, useState } from "react";
import { Alert, Modal, TreeSelect } from "antd";
import { isApiError } from "../../../api/errors";
import { errorText } from "../../../kit/errorText";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { below, buildTree, pathOf, whyNotBelow, type Unit, type UnitNode } from "../model/tree";

interface Props {
  units: Unit[];
  unit: Unit;
  /** Where it was dropped; without it the dialog asks. */
  target?: Unit;
  onClose: () => void;
}

interface Choice {
  value: string;
  title: string;
  disabled: boolean;
  children: Choice[];
}

/** 移到…: a new place for a unit, with what moves along. Also asks back after a drop: rights follow the tree. */
export function MoveDialog({ units, unit, target, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSaveRow("units");
  const [to, setTo] = useState<string | null>(target?.id ?? null);
  const choices = useMemo(() => choicesOf(buildTree(units), units, unit), [units, unit]);
  const place = units.find((one) => one.id === to);
  const moved = below(units, unit.id).size - 1;
  const move = () => {
    if (!place) return;
    save.mutate({ id: unit.id, version: unit.version, values: { parent: place.id } }, {
      onSuccess: (row) => {
        const back = () => save.mutate({ id: unit.id, version: row.version, values: { parent: unit.parent } });
        notify.ok(t("“{{name}}”已移到“{{place}}”之下", { name: unit.name, place: place.name }), { undo: back });
        onClose();
      },
    });
  };
  const names = (id: string | null) => pathOf(units, id).map((one) => one.short_name || one.name).join(" / ");
  return (
    <Modal open title={t("移动“{{name}}”", { name: unit.name })} onCancel={onClose} onOk={move} okText={t("移动")} cancelText={t("取消")} okButtonProps={{ disabled: !place || place.id === unit.parent, loading: save.isPending }}>
      <div className="col touch">
        {save.isError && <Alert type="error" showIcon role="alert" title={isApiError(save.error, "stale_version") ? t("这个单位刚被别人改过，已取到最新内容，请再确认一次。") : errorText(save.error)} />}
        <div className="field">
          <label htmlFor="unit-move">{t("移到哪个单位之下")}</label>
          <TreeSelect id="unit-move" autoFocus={!target} value={to ?? undefined} onChange={(value: string) => setTo(value)} treeData={choices} placeholder={t("选择新的上级单位")}
            showSearch={{ treeNodeFilterProp: "title" }} treeDefaultExpandedKeys={pathOf(units, unit.parent).map((one) => one.id)} listHeight={320} style={{ width: "100%" }} />
        </div>
        <dl className="move-facts">
          <dt>{t("现在")}</dt><dd>{names(unit.parent)}</dd>
          <dt>{t("移动后")}</dt><dd>{place ? names(place.id) : "—"}</dd>
        </dl>
        <p className="second">{moved > 0 ? t("下级的 {{n}} 个单位和共 {{people}} 人一起移动，单位里的客户等记录也跟着走。", { n: moved, people: unit.people_below }) : t("共 {{people}} 人一起移动，单位里的客户等记录也跟着走。", { people: unit.people_below })}</p>
        <p className="second">{t("按“本部门及下级”“本公司”授予的权限，范围随新的位置改变。")}</p>
      </div>
    </Modal>
  );
}

function choicesOf(nodes: UnitNode[], units: Unit[], unit: Unit): Choice[] {
  return nodes.map((node) => ({ value: node.key, title: node.unit.name, disabled: Boolean(whyNotBelow(units, unit, node.unit)), children: choicesOf(node.children, units, unit) }));
}
