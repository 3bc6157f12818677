import { Collapse, Select } from "antd";
import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import { choices, scopeOf, setScope, type Draft, type Matrix, type MatrixResource, type Scope } from "../model/matrix";
import { shownGroups } from "../model/shown";
import { depthOf, scopeLabel } from "./scopes";

interface Props {
  matrix: Matrix;
  draft: Draft;
  text: string;
  onChange?: (draft: Draft) => void;
}

/** The matrix on a phone: one fold per resource, one line per action. */
export function MatrixCards({ matrix, draft, text, onChange }: Props) {
  const { t } = useT();
  const groups = shownGroups(matrix.resources, text, t);
  if (!groups.length) return <Empty text={t("没有符合的对象或操作")} />;
  return (
    <div className="matrix-cards">
      {groups.map((group) => (
        <section key={group.label}>
          <h2 className="muted small">{group.label}</h2>
          <Collapse ghost destroyOnHidden expandIconPlacement="end" items={group.items.map((resource) => ({ key: resource.name, label: <Head matrix={matrix} draft={draft} resource={resource} />, children: <Lines matrix={matrix} draft={draft} resource={resource} onChange={onChange} /> }))} />
        </section>
      ))}
    </div>
  );
}

function Head({ matrix, draft, resource }: { matrix: Matrix; draft: Draft; resource: MatrixResource }) {
  const { t } = useT();
  const read = scopeOf(draft, resource.name, "read");
  const count = resource.actions.filter((action) => scopeOf(draft, resource.name, action.name)).length;
  return (
    <span className="row between">
      <span>{resource.label}</span>
      <span className="row small"><span className="muted num">{count} / {resource.actions.length}</span><span className={`scope-cell depth-${depthOf(read)}`}>{scopeLabel(matrix, read, t)}</span></span>
    </span>
  );
}

function Lines({ matrix, draft, resource, onChange }: { matrix: Matrix; draft: Draft; resource: MatrixResource; onChange?: (draft: Draft) => void }) {
  const { t } = useT();
  return (
    <div className="col touch">
      {resource.actions.map((action) => (
        <div key={action.name} className="row between">
          <span id={`${resource.name}-${action.name}`}>{action.label}</span>
          <Select aria-labelledby={`${resource.name}-${action.name}`} style={{ width: 168 }} disabled={!onChange} value={scopeOf(draft, resource.name, action.name) ?? ""}
            onChange={(value: Scope | "") => onChange?.(setScope(draft, resource.name, action.name, value || null))}
            options={choices(matrix, resource, action.name).map(({ scope, why }) => ({ value: scope ?? "", label: scopeLabel(matrix, scope, t), disabled: why !== null }))} />
        </div>
      ))}
    </div>
  );
}
