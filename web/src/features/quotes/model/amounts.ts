/** One line as it is typed: texts, so that nothing is lost between the key and the server. */
export interface Typed {
  id: string;
  item: string | null;
  name: string;
  specification: string;
  quantity: string;
  uom: string;
  unit_price: string;
  discount: string;
  tax_rate: string;
  cost?: string | null;
  remark: string;
}

export interface Basis { discount: string; includesTax: boolean }

/** Cents. */
export interface Sums { full: bigint; net: bigint; tax: bigint; total: bigint; cost: bigint | null }

const FULL_WIDTH = /[０-９．，－]/g;

/** `１，２００.5` → `1200.5`; what cannot be a number stays as it is. */
export function plainNumber(text: string): string {
  const half = text.replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const bare = half.replace(/[\s,¥￥元%]/g, "");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(bare) ? bare.replace(/^\./, "0.") : text.trim();
}

/** A decimal text as a whole number of its `places`-th part; null: no number, or more decimals than that. */
export function scaled(text: string, places: number): bigint | null {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(plainNumber(text));
  if (!match || !(match[1] || match[2])) return null;
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > places) return null;
  return BigInt((match[1] || "0") + fraction.padEnd(places, "0"));
}

function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator * 2n + denominator) / (denominator * 2n);
}

const HUNDRED = 10_000n; // 100 % with two decimals

/** The same rule as the server's `line_amounts`: discounts one after the other, then the tax out of it or onto it. Null: not yet a number. */
export function lineSums(line: Typed, basis: Basis): Sums | null {
  const quantity = scaled(line.quantity, 4);
  const price = scaled(line.unit_price, 2);
  const own = scaled(line.discount || "0", 2);
  const whole = scaled(basis.discount || "0", 2);
  const rate = scaled(line.tax_rate, 0);
  if (quantity === null || price === null || own === null || whole === null || rate === null || own > HUNDRED || whole > HUNDRED) return null;
  const full = halfUp(quantity * price, 10_000n);
  const charged = halfUp(quantity * price * (HUNDRED - own) * (HUNDRED - whole), 10_000n * HUNDRED * HUNDRED);
  const cost = line.cost ? scaled(line.cost, 2) : null;
  const spent = cost === null ? null : halfUp(quantity * cost, 10_000n);
  if (basis.includesTax) {
    const net = halfUp(charged * 100n, 100n + rate);
    return { full, net, tax: charged - net, total: charged, cost: spent };
  }
  const tax = halfUp(charged * rate, 100n);
  return { full, net: charged, tax, total: charged + tax, cost: spent };
}

export function sumOf(lines: Typed[], basis: Basis): Sums {
  const sums: Sums = { full: 0n, net: 0n, tax: 0n, total: 0n, cost: lines.length ? 0n : null };
  for (const line of lines) {
    const one = lineSums(line, basis);
    if (!one) {
      sums.cost = null;
      continue;
    }
    sums.full += one.full;
    sums.net += one.net;
    sums.tax += one.tax;
    sums.total += one.total;
    sums.cost = sums.cost === null || one.cost === null ? null : sums.cost + one.cost;
  }
  return sums;
}

export function yuan(cents: bigint): string {
  const sign = cents < 0n ? "-" : "";
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What a line still needs, by field. */
export function faults(line: Typed): Partial<Record<keyof Typed, true>> {
  const found: Partial<Record<keyof Typed, true>> = {};
  if (!line.name.trim()) found.name = true;
  if (scaled(line.quantity, 4) === null) found.quantity = true;
  if (scaled(line.unit_price, 2) === null) found.unit_price = true;
  const discount = scaled(line.discount || "0", 2);
  if (discount === null || discount > HUNDRED) found.discount = true;
  if (line.cost && scaled(line.cost, 2) === null) found.cost = true;
  return found;
}
