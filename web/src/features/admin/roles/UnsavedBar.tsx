import { Button, Popover } from "antd";
import { isApiError } from "../../../api/errors";
import { useT, type T } from "../../../i18n";
import { Refusal } from "../memberships/Refusal";
import type { Change, Matrix, Scope } from "../model/matrix";
import { scopeLabel } from "./scopes";

interface Props {
  matrix: Matrix;
  changes: Change[];
  error: unknown;
  busy: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** What is not saved yet, each change in words, with 保存 and 放弃. Stays in sight at the foot of the matrix. */
export function UnsavedBar({ matrix, changes, error, busy, onSave, onDiscard }: Props) {
  const { t } = useT();
  const list = <ul className="role-changes">{changes.map((change) => <li key={`${change.resource}.${change.name}`}>{sentence(matrix, change, t)}</li>)}</ul>;
  return (
    <footer className="role-unsaved" aria-label={t("未保存的修改")}>
      {isApiError(error, "stale_version")
        ? <p className="warning-text" role="alert">{t("别人刚改过这个角色，已取到最新权限，您的修改保留在上面。请核对后再保存。")}</p>
        : error !== null && <Refusal error={error} />}
      <div className="row between touch">
        <Popover trigger="click" placement="topLeft" content={list} title={t("未保存的修改")}>
          <Button type="text">{t("{{n}} 处修改未保存，查看", { n: changes.length })}</Button>
        </Popover>
        <span className="row">
          <Button onClick={onDiscard} disabled={busy}>{t("放弃")}</Button>
          <Button type="primary" onClick={onSave} loading={busy} disabled={!changes.length}>{t("保存")}</Button>
        </span>
      </div>
    </footer>
  );
}

function sentence(matrix: Matrix, change: Change, t: T): string {
  const resource = matrix.resources.find((one) => one.name === change.resource);
  const of = (parts: { name: string; label: string }[] | undefined) => parts?.find((one) => one.name === change.name)?.label ?? change.name;
  const label = resource?.label ?? change.resource;
  if (change.kind === "field") return change.after ? t("{{resource}}：开放字段“{{name}}”", { resource: label, name: of(resource?.fields) }) : t("{{resource}}：不再开放字段“{{name}}”", { resource: label, name: of(resource?.fields) });
  const scope = (value: Change["before"]) => scopeLabel(matrix, value as Scope | null, t);
  return t("{{resource}} · {{action}}：{{before}} → {{after}}", { resource: label, action: of(resource?.actions), before: scope(change.before), after: scope(change.after) });
}
