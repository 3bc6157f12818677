import { Checkbox } from "antd";
import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import { isOpen, scopeOf, setField, type Draft, type Matrix } from "../model/matrix";
import { shownGroups } from "../model/shown";

interface Props {
  matrix: Matrix;
  draft: Draft;
  text: string;
  onChange?: (draft: Draft) => void;
}

/** Which masked fields the role sees, resource by resource. A field can be opened only where the role may see the record. */
export function FieldsSection({ matrix, draft, text, onChange }: Props) {
  const { t } = useT();
  const masked = matrix.resources.filter((resource) => resource.fields.length);
  const groups = shownGroups(masked, text, t);
  if (!groups.length) return <Empty text={masked.length ? t("没有符合的对象或字段") : t("没有受保护的字段。")} />;
  return (
    <div className="role-fields">
      <p className="second">{t("联系方式、金额等受保护的字段默认看不到：列表、导出、搜索和历史里都没有。勾选后，担任此角色的人可以看到。")}</p>
      <div className="field-cards">
        {groups.flatMap((group) => group.items).map((resource) => {
          const readable = scopeOf(draft, resource.name, "read") !== null;
          const count = resource.fields.filter((field) => isOpen(draft, resource.name, field.name)).length;
          return (
            <section key={resource.name} className="field-card" aria-label={resource.label}>
              <header className="row between"><b>{resource.label}</b><span className={count ? "small num" : "muted small num"}>{t("开放 {{n}} / {{all}}", { n: count, all: resource.fields.length })}</span></header>
              {!readable && <p className="muted small">{t("先在“操作权限”里允许查看{{label}}，才能开放字段。", { label: resource.label })}</p>}
              <div className="field-list">
                {resource.fields.map((field) => {
                  const open = isOpen(draft, resource.name, field.name);
                  const changed = open !== (matrix.fields[resource.name]?.includes(field.name) ?? false);
                  const locked = !open && (!readable || (!field.may_give && !changed));
                  return (
                    <Checkbox key={field.name} checked={open} disabled={!onChange || locked} className={changed ? "changed" : undefined} onChange={(event) => onChange?.(setField(draft, resource.name, field.name, event.target.checked))}>
                      {field.label}{readable && locked && <span className="muted small"> {t("您自己看不到，不能开放")}</span>}
                    </Checkbox>
                  );
                })}
              </div>
            </section>
          );
        })}
      </div>
    </div>
  );
}
