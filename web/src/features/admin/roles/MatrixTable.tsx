import { useMemo, useRef, useState } from "react";
import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import { choices, scopeOf, setScope, type Draft, type Matrix, type MatrixAction, type MatrixResource, type Scope } from "../model/matrix";
import { columnsOf, shownGroups } from "../model/shown";
import { ScopeMenu } from "./ScopeMenu";
import { depthOf, scopeAt, scopeLabel, shortLabel } from "./scopes";

interface Props {
  matrix: Matrix;
  draft: Draft;
  text: string;
  /** Absent: for looking only. */
  onChange?: (draft: Draft) => void;
}

type Cell = { resource: MatrixResource; action: MatrixAction };

/** Resources down, actions across; head and first column stay while one scrolls. Arrows walk, Enter opens, 0–5 set at once. */
export function MatrixTable({ matrix, draft, text, onChange }: Props) {
  const { t } = useT();
  const box = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<{ cell: Cell; anchor: HTMLElement } | null>(null);
  const [focus, setFocus] = useState<string | null>(null);
  const columns = useMemo(() => columnsOf(matrix.resources), [matrix]);
  const groups = useMemo(() => shownGroups(matrix.resources, text, t), [matrix, text, t]);

  // One stop of the Tab key for the whole matrix: where one was last, else its first cell.
  const stop = focus && groups.some((group) => group.items.some((one) => focus.startsWith(`${one.name}.`))) ? focus : firstKey(groups);

  const set = ({ resource, action }: Cell, scope: Scope | null, row: boolean) => {
    let next = draft;
    for (const one of row ? resource.actions : [action]) {
      const choice = choices(matrix, resource, one.name).find((option) => option.scope === scope);
      if (choice && !choice.why) next = setScope(next, resource.name, one.name, scope);
    }
    onChange?.(next);
  };
  const onKey = (event: React.KeyboardEvent) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
    if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = /^Digit([0-5])$/.exec(event.code)?.[1] ?? (/^[0-5]$/.test(event.key) ? event.key : undefined);
    const cell = cellOf(matrix, button.dataset.cell ?? "");
    if (digit && cell && onChange) set(cell, scopeAt(Number(digit)), event.shiftKey);
    else if (!walk(box.current, button, event.key)) return;
    event.preventDefault();
  };
  const draw = (resource: MatrixResource, action: MatrixAction | undefined, named = false) => {
    if (!action) return null;
    const scope = scopeOf(draft, resource.name, action.name);
    const key = `${resource.name}.${action.name}`;
    const changed = scope !== (matrix.grants[resource.name]?.[action.name] ?? null);
    return (
      <button key={key} type="button" data-cell={key} tabIndex={stop === key ? 0 : -1} disabled={!onChange}
        className={`scope-cell depth-${depthOf(scope)}${changed ? " changed" : ""}`} aria-haspopup="listbox"
        aria-label={t("{{resource}} · {{action}}：{{scope}}", { resource: resource.label, action: action.label, scope: scopeLabel(matrix, scope, t) })}
        onFocus={() => setFocus(key)} onClick={(event) => setAsked({ cell: { resource, action }, anchor: event.currentTarget })}>
        {named && <span className="scope-name">{action.label}</span>}
        <span>{shortLabel(scope, t)}</span>
      </button>
    );
  };
  if (!groups.length) return <Empty text={t("没有符合的对象或操作")} />;
  return (
    <div className="matrix-box" ref={box} onKeyDown={onKey} role="presentation">
      <table className="matrix">
        <thead><tr><th scope="col">{t("对象")}</th>{columns.map((column) => <th key={column.name} scope="col">{column.label}</th>)}<th scope="col" className="matrix-more">{t("其他操作")}</th></tr></thead>
        {groups.map((group) => (
          <tbody key={group.label}>
            <tr className="matrix-group"><th scope="rowgroup" colSpan={columns.length + 2}><span>{group.label}</span></th></tr>
            {group.items.map((resource) => (
              <tr key={resource.name}>
                <th scope="row">{resource.label}{resource.shared && <span className="muted small" title={t("全集团共用的数据，没有更小的范围")}> {t("共用")}</span>}</th>
                {columns.map((column) => <td key={column.name}>{draw(resource, resource.actions.find((action) => action.name === column.name))}</td>)}
                <td className="matrix-more"><span className="row wrap">{resource.actions.filter((action) => !action.standard).map((action) => draw(resource, action, true))}</span></td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {asked && (
        <ScopeMenu matrix={matrix} anchor={asked.anchor} options={choices(matrix, asked.cell.resource, asked.cell.action.name)} value={scopeOf(draft, asked.cell.resource.name, asked.cell.action.name)}
          onPick={(scope, row) => set(asked.cell, scope, row)} onClose={() => setAsked(null)} />
      )}
    </div>
  );
}

function firstKey(groups: ReturnType<typeof shownGroups>): string {
  const first = groups[0]?.items[0];
  return first ? `${first.name}.${first.actions[0]?.name}` : "";
}

function cellOf(matrix: Matrix, key: string): Cell | null {
  const [name, verb] = key.split(".");
  const resource = matrix.resources.find((one) => one.name === name);
  const action = resource?.actions.find((one) => one.name === verb);
  return resource && action ? { resource, action } : null;
}

/** ← → within a row, ↑ ↓ to the nearest cell of the next row that has one. */
function walk(box: HTMLElement | null, from: HTMLElement, key: string): boolean {
  const row = from.closest("tr");
  const cells = (of: Element | null | undefined) => [...(of?.querySelectorAll<HTMLElement>("[data-cell]") ?? [])];
  const mine = cells(row);
  const at = mine.indexOf(from);
  const rows = [...(box?.querySelectorAll("tbody tr") ?? [])].filter((one) => cells(one).length);
  const next = (by: number) => {
    const x = from.getBoundingClientRect().left;
    const to = cells(rows[rows.indexOf(row as Element) + by]);
    return to.toSorted((a, b) => Math.abs(a.getBoundingClientRect().left - x) - Math.abs(b.getBoundingClientRect().left - x))[0];
  };
  const target = { ArrowLeft: mine[at - 1], ArrowRight: mine[at + 1], ArrowUp: next(-1), ArrowDown: next(1), Home: mine[0], End: mine.at(-1) }[key];
  target?.focus();
  return target !== undefined || ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(key);
}
