import { useRef, type ClipboardEvent, type KeyboardEvent } from "react";
import { formatMoney } from "../../../../kit/format";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import type { Line } from "../../api";
import { CELLS, isBlank, pastedLines, type Cell } from "../../model/lines";
import type { Typed } from "../../model/amounts";
import { LineRow } from "./LineRow";
import { withNewLine, type Editor } from "./useEditor";
import { quantityText } from "../../quantity";

export interface LinesProps {
  editor: Editor;
  open: boolean;
  costs: boolean;
  saved: Line[];
}

/** The table on a wide screen. Cells are found by `data-at="row:cell"`, so keys need no reference to each. */
export function LinesTable({ editor, open, costs, saved }: LinesProps) {
  const { t } = useT();
  const notify = useNotify();
  const table = useRef<HTMLTableElement>(null);
  const cells = CELLS.filter((cell) => cell !== "cost" || costs);
  const { lines } = editor;

  const focus = (row: number, cell: Cell) => requestAnimationFrame(() => {
    const input = table.current?.querySelector<HTMLInputElement>(`[data-at="${row}:${cell}"]`);
    input?.focus();
    if (input instanceof HTMLInputElement) input.select();
  });
  const set = (index: number, line: Typed) => editor.change(lines.map((one, i) => (i === index ? line : one)));
  const remove = (index: number) => {
    const before = lines;
    editor.change(lines.filter((_, i) => i !== index));
    notify.ok(t("已删除第 {{n}} 行", { n: index + 1 }), { undo: () => editor.change(before) });
  };
  const move = (index: number, by: number) => {
    const to = index + by;
    if (to < 0 || to >= lines.length) return;
    const next = [...lines];
    next.splice(to, 0, next.splice(index, 1)[0]!);
    editor.change(next);
    return to;
  };

  const onKey = (event: KeyboardEvent<HTMLElement>, index: number, cell: Cell) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    const at = cells.indexOf(cell);
    if (event.key === "Enter") {
      event.preventDefault();
      const back = event.shiftKey;
      const next = cells[at + (back ? -1 : 1)];
      if (next) return void focus(index, next);
      if (back) return void (index > 0 && focus(index - 1, cells.at(-1)!));
      if (index === lines.length - 1 && !isBlank(lines[index]!)) editor.change(withNewLine(lines));
      return void focus(index + 1, "name");
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    if (event.currentTarget instanceof HTMLSelectElement) return;
    event.preventDefault();
    const by = event.key === "ArrowUp" ? -1 : 1;
    const to = event.altKey ? move(index, by) : index + by;
    if (to !== undefined) focus(to, cell);
  };
  const onPaste = (event: ClipboardEvent<HTMLElement>, index: number, cell: Cell) => {
    const pasted = pastedLines(event.clipboardData.getData("text/plain"), cell, costs, lines[index]?.tax_rate ?? "9");
    if (!pasted) return;
    event.preventDefault();
    const rest = lines.slice(index).filter((line) => !isBlank(line));
    editor.change([...lines.slice(0, index), ...pasted, ...rest]);
    notify.ok(t("已粘贴 {{n}} 行", { n: pasted.length }), { undo: () => editor.change(lines) });
  };

  return (
    <div className="quote-scroll">
      <table className={open ? "quote-table open" : "quote-table"} ref={table}>
        <thead>
          <tr>
            <th scope="col" className="center">#</th>
            <th scope="col">{t("名称")}</th>
            <th scope="col">{t("规格型号")}</th>
            <th scope="col" className="right">{t("数量")}</th>
            <th scope="col">{t("单位")}</th>
            <th scope="col" className="right">{editor.basis.includesTax ? t("含税单价/元") : t("不含税单价/元")}</th>
            <th scope="col" className="right">{t("折扣 %")}</th>
            <th scope="col" className="right">{t("税率")}</th>
            {costs && <th scope="col" className="right">{t("成本单价/元")}</th>}
            <th scope="col" className="right">{t("含税金额/元")}</th>
            {open && <th scope="col"><span className="sr-only">{t("操作")}</span></th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => open
            ? <LineRow key={line.id} line={line} index={index} basis={editor.basis} costs={costs} faults={editor.faults[line.id]} onChange={set} onRemove={remove} onKey={onKey} onPaste={onPaste} onPicked={(at) => focus(at, "quantity")} />
            : <ReadRow key={line.id} line={line} index={index} costs={costs} total={saved[index]?.total_amount} />)}
        </tbody>
      </table>
    </div>
  );
}

function ReadRow({ line, index, costs, total }: { line: Typed; index: number; costs: boolean; total: string | undefined }) {
  return (
    <tr>
      <td className="center muted num">{index + 1}</td>
      <td>{line.name}</td>
      <td className="second">{line.specification}{line.remark && <div className="muted small">{line.remark}</div>}</td>
      <td className="right num">{quantityText(line.quantity)}</td>
      <td>{line.uom}</td>
      <td className="right num">{formatMoney(line.unit_price)}</td>
      <td className="right num">{line.discount || ""}</td>
      <td className="right num">{line.tax_rate}%</td>
      {costs && <td className="right num second">{formatMoney(line.cost)}</td>}
      <td className="right num">{formatMoney(total)}</td>
    </tr>
  );
}
