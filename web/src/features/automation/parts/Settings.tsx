import { useState } from "react";
import { Alert, Button, Modal, Switch } from "antd";
import { ApiError } from "../../../api/errors";
import { api } from "../../../api/client";
import { uuid7 } from "../../../api/uuid";
import { useT } from "../../../i18n";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { resourceUi } from "../../../resource/registry";
import { useRuleChange, type Rule, type Setting } from "../api";
import { NumberEdit } from "./NumberEdit";

/** What single companies want otherwise. */
export function Settings({ rule, mayChange }: { rule: Rule; mayChange: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const change = useRuleChange();
  const send = (call: () => Promise<unknown>, text: string, done?: () => void) => change.mutate(call, { onSuccess: () => { notify.ok(text); done?.(); }, onError: notify.fail });
  const path = (setting: Setting) => `/r/automation_overrides/${setting.id}`;
  return (
    <ul className="rule-settings" aria-label={t("各公司的设置")}>
      {rule.overrides.map((setting) => (
        <li key={setting.id}>
          <b className="ellipsis">{setting.unit.label}</b>
          {rule.numbers.length > 0 && (
            <NumberEdit key={setting.version} numbers={rule.numbers} values={valuesOf(rule, setting)} disabled={!mayChange || !setting.active} busy={change.isPending} label={`${rule.name} ${setting.unit.label}`}
              onSave={(values, done) => send(() => api.patch(path(setting), { version: setting.version, values }), t("已保存，下次检查起生效"), done)} />
          )}
          <span className="row">
            <Switch size="small" checked={setting.active} disabled={!mayChange} aria-label={t("在{{unit}}启用", { unit: setting.unit.label })}
              onChange={(active) => send(() => api.patch(path(setting), { version: setting.version, active }), active ? t("已启用") : t("已停用"))} />
            {mayChange && <Button size="small" type="text" onClick={() => send(() => api.post(`${path(setting)}/archive`, { version: setting.version }), t("已恢复为全集团的设置"))}>{t("移除")}</Button>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function valuesOf(rule: Rule, setting: Setting): Record<string, number> {
  return { ...Object.fromEntries(rule.numbers.map((n) => [n.name, n.value])), ...setting.values };
}

/** Chooses the company and its numbers. */
export function SettingDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const change = useRuleChange();
  const [id] = useState(uuid7);
  const [unit, setUnit] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const Picker = resourceUi("units").picker;
  const submit = () => {
    setTried(true);
    if (!unit) return;
    const values = Object.fromEntries(rule.numbers.map((n) => [n.name, n.value]));
    change.mutate(() => api.post("/r/automation_overrides", { id, rule: rule.id, unit, values }), {
      onSuccess: () => {
        notify.ok(t("已添加，请在规则下修改该公司的数字"));
        onClose();
      },
    });
  };
  const fields = change.error instanceof ApiError ? change.error.fields : {};
  const errors = fields.unit ?? (tried && !unit ? [t("请选择。")] : undefined);
  return (
    <Modal open title={t("为某个公司单独设置")} onCancel={onClose} onOk={submit} okText={t("添加")} cancelText={t("取消")} okButtonProps={{ loading: change.isPending }}>
      <div className="col touch">
        <p className="second">{t("“{{name}}”在该单位及其下级按单独的数字执行，也可以只在那里停用。", { name: rule.name })}</p>
        {change.isError && !fields.unit && <Alert type="error" showIcon title={errorText(change.error)} role="alert" />}
        <FieldRow id="setting-unit" label={t("单位")} required errors={errors}>
          {Picker ? <Picker id="setting-unit" value={unit} onChange={setUnit} /> : <RefSelect id="setting-unit" resource="units" value={unit} onChange={setUnit} />}
        </FieldRow>
      </div>
    </Modal>
  );
}
