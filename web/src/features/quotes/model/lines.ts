import type { Line, PriceItem } from "../api";
import { plainNumber, type Typed } from "./amounts";

export const RATES = ["13", "9", "6", "3", "0"];

/** The cells of a row in their order, as keys and pasted columns walk along them. */
export const CELLS = ["name", "specification", "quantity", "uom", "unit_price", "discount", "tax_rate", "cost"] as const;
export type Cell = (typeof CELLS)[number];

export function emptyLine(rate = "9"): Typed {
  return { id: crypto.randomUUID(), item: null, name: "", specification: "", quantity: "1", uom: "", unit_price: "", discount: "", tax_rate: rate, remark: "" };
}

/** Nothing has been typed into it yet: such a line is not sent. */
export function isBlank(line: Typed): boolean {
  return !line.item && !line.name.trim() && !line.specification.trim() && !line.unit_price.trim() && !line.uom.trim();
}

const short = (text: string) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

export function typed(line: Line): Typed {
  return {
    id: line.id, item: line.item?.id ?? null, name: line.name, specification: line.specification, quantity: short(line.quantity), uom: line.uom,
    unit_price: line.unit_price, discount: line.discount === "0.00" ? "" : short(line.discount), tax_rate: line.tax_rate, remark: line.remark,
    ...("cost" in line ? { cost: line.cost ?? "" } : {}),
  };
}

/** What the server gets: plain numbers; an empty discount is none, an empty cost is unknown. */
export function sent(lines: Typed[]): Typed[] {
  return lines.filter((line) => !isBlank(line)).map((line) => ({
    ...line,
    name: line.name.trim(),
    quantity: plainNumber(line.quantity) || "0",
    unit_price: plainNumber(line.unit_price) || "0",
    discount: plainNumber(line.discount) || "0",
    ...("cost" in line ? { cost: line.cost ? plainNumber(line.cost) : null } : {}),
  }));
}

export function fromItem(line: Typed, item: PriceItem): Typed {
  return {
    ...line, item: item.id, name: item.name, specification: item.specification, uom: item.uom, unit_price: item.price, tax_rate: item.tax_rate,
    ...("cost" in item ? { cost: item.cost ?? "" } : {}),
  };
}

const HEADERS: Record<string, Cell | "remark"> = {
  名称: "name", 产品: "name", 项目: "name", 品名: "name", 材料名称: "name", 项目名称: "name", 产品名称: "name", name: "name", product: "name",
  规格: "specification", 规格型号: "specification", 型号: "specification", 项目特征: "specification", specification: "specification",
  数量: "quantity", 工程量: "quantity", quantity: "quantity", qty: "quantity",
  单位: "uom", 计量单位: "uom", unit: "uom", 单价: "unit_price", 综合单价: "unit_price", 含税单价: "unit_price", price: "unit_price",
  折扣: "discount", discount: "discount", 税率: "tax_rate", 成本: "cost", 成本单价: "cost", 备注: "remark", remark: "remark",
};

/** Tabs and line breaks make a table; a text without either is one cell. A cell in quotes may hold line breaks, as Excel writes them. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i]!;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { cell += '"'; i += 1; }
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === "") quoted = true;
    else if (c === "\t") { rows.at(-1)!.push(cell); cell = ""; }
    else if (c === "\n") { rows.at(-1)!.push(cell); rows.push([]); cell = ""; }
    else if (c !== "\r") cell += c;
  }
  rows.at(-1)!.push(cell);
  return rows.map((row) => row.map((one) => one.replace(/\s+/g, " ").trim())).filter((row) => row.some(Boolean));
}

/** Rows pasted from a spreadsheet, from `start` on; a first row of known headers says which column is which. */
export function pastedLines(text: string, start: Cell, costs: boolean, rate: string): Typed[] | null {
  const table = cellsOf(text);
  if (table.length < 2 && (table[0]?.length ?? 0) < 2) return null;
  const known = table[0]!.map((head) => HEADERS[head.replace(/[（(/].*$/, "").trim().toLowerCase()]);
  const headed = known.filter(Boolean).length >= 2;
  const widest = Math.max(...table.map((row) => row.length));
  const columns = headed ? known : Array.from({ length: widest }, (_, i) => CELLS[CELLS.indexOf(start) + i]);
  return table.slice(headed ? 1 : 0).map((row) => {
    const line = emptyLine(rate);
    columns.forEach((name, i) => {
      const value = row[i] ?? "";
      if (!name || (name === "cost" && !costs) || !value) return;
      if (name === "tax_rate") line.tax_rate = rateOf(value) ?? rate;
      else line[name] = name === "name" || name === "specification" || name === "uom" || name === "remark" ? value : plainNumber(value);
    });
    return line;
  });
}

function rateOf(text: string): string | null {
  const number = plainNumber(text);
  const percent = /^0\.\d+$/.test(number) ? String(Math.round(Number(number) * 100)) : number.replace(/\.0+$/, "");
  return RATES.includes(percent) ? percent : null;
}
