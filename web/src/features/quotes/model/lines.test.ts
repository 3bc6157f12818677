import { expect, it } from "vitest";
import { cellsOf, emptyLine, isBlank, pastedLines, sent } from "./lines";

it("reads a table as Excel puts it on the clipboard", () => {
  expect(cellsOf('阀门\tDN100\r\n"保温棉\n加厚"\t"50""mm"\r\n\r\n')).toEqual([["阀门", "DN100"], ["保温棉 加厚", '50"mm']]);
});

it("puts pasted columns from the cell on where one stands", () => {
  const found = pastedLines("阀门\tDN100\t12\t个\t560.5\n保温棉\t50mm\t1,200\t㎡\t38\t10\t13%", "name", false, "9")!;
  expect(found.map((line) => [line.name, line.specification, line.quantity, line.uom, line.unit_price, line.discount, line.tax_rate])).toEqual([
    ["阀门", "DN100", "12", "个", "560.5", "", "9"],
    ["保温棉", "50mm", "1200", "㎡", "38", "10", "13"],
  ]);
});

it("follows a row of headers, whatever their order", () => {
  const found = pastedLines("单价(元)\t项目名称\t工程量\t税率\n38.5\t土方\t900\t0.09", "quantity", false, "13")!;
  expect(found.map((line) => [line.name, line.quantity, line.unit_price, line.tax_rate])).toEqual([["土方", "900", "38.5", "9"]]);
});

it("leaves the cost out for whoever does not see it", () => {
  expect(pastedLines("名称\t成本\n泵\t5\n", "name", false, "9")![0]).not.toHaveProperty("cost");
  expect(pastedLines("名称\t成本\n泵\t5\n", "name", true, "9")![0]!.cost).toBe("5");
});

it("lets a single cell be pasted as text", () => {
  expect(pastedLines("一台水泵", "name", false, "9")).toBeNull();
});

it("sends plain numbers and no empty line", () => {
  const line = { ...emptyLine("13"), name: " 泵 ", unit_price: "１,200", cost: "" };
  expect(sent([line, emptyLine()])).toEqual([{ ...line, name: "泵", unit_price: "1200", quantity: "1", discount: "0", cost: null }]);
  expect(isBlank(emptyLine())).toBe(true);
});
