import { Button, Switch } from "antd";
import { formatCount } from "../../../kit/format";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useSwitch, type Module, type Place } from "./api";

/** One switch with what lies behind it. Off is asked for first, on is not. */
export function ModuleSwitch({ module, place }: { module: Module; place: Place }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const turn = useSwitch();
  const cell = place.cells[module.name];
  if (!cell) return null;
  if (!module.can_be_off) return <span className="muted small">{t("始终启用")}</span>;
  const send = (on: boolean | null) => turn.mutate({ module: module.name, company: place.id, on }, {
    onSuccess: () => notify.ok(on === null ? t("已改为随集团默认") : on ? t("模块已启用") : t("模块已关闭")),
    onError: notify.fail,
  });
  const change = async (on: boolean) => {
    const what = { module: module.label, place: place.name, people: formatCount(place.people), records: formatCount(cell.records ?? 0) };
    const text = place.id && !cell.records
      ? t("{{place}}的 {{people}} 人将看不到“{{module}}”，包括搜索、日历、工作台和提醒。重新启用后全部恢复。", what)
      : place.id ? t("{{place}}的 {{people}} 人将看不到“{{module}}”，包括搜索、日历、工作台和提醒。已有的 {{records}} 条记录原样保留，重新启用后全部恢复。", what)
      : t("没有单独设置的公司都将看不到“{{module}}”，包括搜索、日历、工作台和提醒。已有的记录原样保留，重新启用后全部恢复。", what);
    if (on || (await confirm({ title: t("关闭“{{module}}”？", what), text, ok: t("关闭模块"), danger: true }))) send(on);
  };
  return (
    <span className="mod-cell">
      <Switch checked={cell.on} disabled={!place.can} loading={turn.isPending} onChange={(on) => void change(on)} aria-label={t("{{place}}：{{module}}", { place: place.name, module: module.label })} />
      {typeof cell.records === "number" && <span className="muted small num">{t("{{n}} 条", { n: formatCount(cell.records) })}</span>}
      {place.id && cell.own && (place.can ? <Button type="link" size="small" className="mod-follow" onClick={() => send(null)}>{t("随集团")}</Button> : <span className="muted small">{t("单独设置")}</span>)}
    </span>
  );
}
