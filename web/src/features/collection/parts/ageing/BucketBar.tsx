import { Link } from "react-router";
import { formatDecimal, moneyWithUnit } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { sharesOf, type BucketKey, type Sums } from "../../model/ageing";

/** The whole as one bar, and under it each bucket with its amount; a bucket leads to its rows where there is a list of them. */
export function BucketBar({ sums, link }: { sums: Sums; link?: (bucket: BucketKey) => string }) {
  const { t } = useT();
  const shares = sharesOf(sums);
  return (
    <div className="col" style={{ gap: 10 }}>
      <Strip sums={sums} />
      <ul className="bucket-legend">
        {shares.map((share) => {
          const text = (
            <>
              <span className={`bucket-dot ${share.key}`} aria-hidden />
              <span className="bucket-name">{t(share.label)}</span>
              <b className="num">{moneyWithUnit(share.amount)}</b>
              <span className="muted small num bucket-part">{formatDecimal(share.percent, 1)}%</span>
            </>
          );
          return <li key={share.key}>{link && share.percent > 0 ? <Link to={link(share.key)}>{text}</Link> : <span className="bucket-plain">{text}</span>}</li>;
        })}
      </ul>
    </div>
  );
}

/** The bar alone: of a whole page or of one line of a table. */
export function Strip({ sums, small }: { sums: Sums; small?: boolean }) {
  const { t } = useT();
  const shares = sharesOf(sums).filter((share) => share.percent > 0);
  const label = shares.map((share) => `${t(share.label)} ${formatDecimal(share.percent, 1)}%`).join(", ");
  return (
    <div className={small ? "bucket-bar small" : "bucket-bar"} role="img" aria-label={label || t("没有未结清的款项")}>
      {shares.map((share) => <span key={share.key} className={share.key} style={{ width: `${share.percent}%` }} title={`${t(share.label)} ${moneyWithUnit(share.amount)}`} />)}
    </div>
  );
}
