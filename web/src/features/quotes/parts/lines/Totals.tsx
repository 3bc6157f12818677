import { Input, Select } from "antd";
import { formatMoney } from "../../../../kit/format";
import { Money } from "../../../../kit/Money";
import { useT } from "../../../../i18n";
import { sumOf, yuan } from "../../model/amounts";
import type { Editor } from "./useEditor";

/** The sums below the lines, as they will be saved. */
export function Totals({ editor, open, costs }: { editor: Editor; open: boolean; costs: boolean }) {
  const { t } = useT();
  const { basis } = editor;
  const sums = sumOf(editor.lines, basis);
  const charged = basis.includesTax ? sums.total : sums.net;
  const margin = sums.cost === null ? null : sums.net - sums.cost;
  return (
    <div className="quote-totals">
      <div className="quote-basis touch">
        <label className="field"><span className="field-label">{t("单价口径")}</span>
          {open ? <Select value={basis.includesTax} onChange={(includesTax) => editor.setBasis({ ...basis, includesTax })} options={[{ value: true, label: t("单价含税") }, { value: false, label: t("单价不含税") }]} style={{ width: 132 }} /> : <span>{basis.includesTax ? t("单价含税") : t("单价不含税")}</span>}
        </label>
        <label className="field"><span className="field-label">{t("整单优惠 %")}</span>
          {open ? <Input value={basis.discount} inputMode="decimal" placeholder="0" onChange={(event) => editor.setBasis({ ...basis, discount: event.target.value })} style={{ width: 96, textAlign: "right" }} /> : <span className="num">{basis.discount || "0"}</span>}
        </label>
        {costs && <div className="field"><span className="field-label">{t("毛利")}</span><span className="num second">{margin === null ? t("有明细缺成本") : <>¥ {formatMoney(yuan(margin))}{sums.net > 0n && <> · {(Number(margin * 10000n / sums.net) / 100).toFixed(2)}%</>}</>}</span></div>}
      </div>
      <dl className="quote-sums num">
        {sums.full !== charged && <><dt>{t("优惠前")}</dt><dd>¥ {formatMoney(yuan(sums.full))}</dd><dt>{t("已优惠")}</dt><dd className="success-text">− ¥ {formatMoney(yuan(sums.full - charged))}</dd></>}
        <dt>{t("不含税金额")}</dt><dd>¥ {formatMoney(yuan(sums.net))}</dd>
        <dt>{t("税额")}</dt><dd>¥ {formatMoney(yuan(sums.tax))}</dd>
        <dt className="big">{t("含税合计")}</dt><dd className="big">¥ {formatMoney(yuan(sums.total))}</dd>
        <dt /><dd className="muted small"><Money value={yuan(sums.total)} /></dd>
      </dl>
    </div>
  );
}
