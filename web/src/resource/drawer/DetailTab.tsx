import type { Field, Meta, Row } from "../../api/types";
import { useT } from "../../i18n";
import { FieldValue } from "../fields/FieldValue";
import { grouped } from "../form/groups";
import { TagsInput } from "../panels/TagsInput";
import { useResourceUi, type RecordProps } from "../registry";

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
    .filter((field) => (field.name in row || field.masked) && field.name !== "id" && field.name !== "version" && field.type !== "tags" && !(field.name === "archived_at" && !row.archived_at))
    .toSorted((a, b) => rank(a.name) - rank(b.name));
}

export function DetailTab({ resource, meta, row }: RecordProps) {
  const { t } = useT();
  const ui = useResourceUi(resource);
  const Summary = ui.summary;
  return (
    <div className="col drawer-pad">
      {Summary && <Summary resource={resource} meta={meta} row={row} />}
      {grouped(ordered(meta, row), ui.groups).map((group) => (
        <section key={group.label ?? ""}>
          {group.label && <h3 className="drawer-section">{t(group.label)}</h3>}
          <Facts fields={group.fields} row={row} />
        </section>
      ))}
      <section>
        <h3 className="drawer-section">{t("标签")}</h3>
        <TagsInput resource={resource} id={row.id} canEdit={row._can?.includes("update") ?? false} />
      </section>
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
export function Facts({ fields, row }: { fields: Field[]; row: Row }) {
  const cells = layOut(fields);
  return (
    <dl className="facts" style={{ marginBlock: 0 }}>
      {cells.map(({ field, wide, isLeft }, i) => {
        const last = i === cells.length - 1 || (i === cells.length - 2 && isLeft && !cells[i + 1]!.wide);
        return [
          <dt key={`${field.name}-label`} className={last ? "last" : undefined}>{field.label}</dt>,
          <dd key={field.name} className={[wide ? "wide" : "", isLeft ? "left" : "", last ? "last" : ""].join(" ")}><FieldValue field={field} value={row[field.name]} /></dd>,
        ];
      })}
    </dl>
  );
}

