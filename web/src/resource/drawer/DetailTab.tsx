import { useState } from "react";
import { Button } from "antd";
import type { Field, Meta, Row } from "../../api/types";
import { useT } from "../../i18n";
import { FieldValue, isEmptyValue } from "../fields/FieldValue";
import { grouped } from "../form/groups";
import { TagsInput } from "../panels/TagsInput";
import { TeamInput } from "../panels/TeamInput";
import { useResourceUi, type RecordProps, type ResourceUi } from "../registry";

const WIDE = new Set(["longtext", "json", "refs", "choices", "tags"]);
const LAST = ["created_at", "created_by", "updated_at", "updated_by", "archived_at"];

/** Fields in the order of the form, then the others that the row holds, then when it was made and changed. */
function ordered(meta: Meta, row: Row): Field[] {
  const rank = (name: string) => {
    if (LAST.includes(name)) return 2000 + LAST.indexOf(name);
    const at = meta.form.indexOf(name);
    return at >= 0 ? at : 1000;
  };
  return meta.fields
    .filter((field) => (field.name in row || field.masked) && field.name !== "id" && field.name !== "version" && !(field.type === "tags" && field.name === "tags") && !(field.name === "archived_at" && !row.archived_at))
    .toSorted((a, b) => rank(a.name) - rank(b.name));
}

/** From this many empty fields on they are folded away: a young record should not be a page of dashes. */
const MANY_EMPTY = 6;

export function DetailTab({ resource, meta, row }: RecordProps) {
  const { t } = useT();
  const ui = useResourceUi(resource);
  const [unfolded, setUnfolded] = useState(false);
  const all = ordered(meta, row).filter((field) => !ui.hidden?.includes(field.name));
  const filled = all.filter((field) => field.masked || !isEmptyValue(row[field.name]));
  const empty = all.length - filled.length;
  const fields = unfolded || empty < MANY_EMPTY ? all : filled;
  const Summary = ui.summary;
  const canEdit = row._can?.includes("attach") ?? false;
  return (
    <div className="col drawer-pad">
      {Summary && <Summary resource={resource} meta={meta} row={row} />}
      {grouped(fields, ui.groups).map((group) => (
        <section key={group.label ?? ""}>
          {group.label && <h3 className="drawer-section">{t(group.label)}</h3>}
          <Facts fields={group.fields} row={row} draw={ui.facts} />
        </section>
      ))}
      {empty >= MANY_EMPTY && (
        <div><Button type="link" size="small" onClick={() => setUnfolded(!unfolded)} aria-expanded={unfolded}>{unfolded ? t("收起未填写的字段") : t("还有 {{n}} 个字段未填写", { n: empty })}</Button></div>
      )}
      {meta.fields.some((field) => field.type === "tags" && field.name === "tags") && (
        <section>
          <h3 className="drawer-section">{t("标签")}</h3>
          <TagsInput resource={resource} id={row.id} canEdit={canEdit} />
        </section>
      )}
      {meta.team && <TeamInput resource={resource} id={row.id} canEdit={canEdit} heading={<h3 className="drawer-section">{t("团队成员")}</h3>} />}
    </div>
  );
}

function layOut(fields: Field[]): { field: Field; wide: boolean; isLeft: boolean }[] {
  let left = true;
  return fields.map((field, i) => {
    const wide = WIDE.has(field.type) || (left && (i === fields.length - 1 || WIDE.has(fields[i + 1]?.type ?? "")));
    const cell = { field, wide, isLeft: left && !wide };
    left = wide ? true : !left;
    return cell;
  });
}

/** Label and value pairs in two columns; long values take the whole line. */
export function Facts({ fields, row, draw }: { fields: Field[]; row: Row; draw?: ResourceUi["facts"] }) {
  const cells = layOut(fields);
  return (
    <dl className="facts" style={{ marginBlock: 0 }}>
      {cells.map(({ field, wide, isLeft }, i) => {
        const last = i === cells.length - 1 || (i === cells.length - 2 && isLeft && !cells[i + 1]!.wide);
        return [
          <dt key={`${field.name}-label`} className={last ? "last" : undefined}>{field.label}</dt>,
          <dd key={field.name} className={[wide ? "wide" : "", isLeft ? "left" : "", last ? "last" : ""].join(" ")}>{draw?.[field.name]?.(row) ?? <FieldValue field={field} value={row[field.name]} />}</dd>,
        ];
      })}
    </dl>
  );
}

