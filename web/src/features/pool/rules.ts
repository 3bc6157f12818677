import type { Row } from "../../api/types";
import type { T } from "../../i18n";

/** A rule in words; what is switched off is said as well, so that nobody has to guess. */
export function sentences(row: Row, t: T): string[] {
  const n = (name: string): number | null => (typeof row[name] === "number" ? row[name] : null);
  const [limit, again, silent, unsigned] = [n("hold_limit"), n("reclaim_days"), n("silent_days"), n("unsigned_days")];
  return [
    limit === null ? t("每人持有的客户不限") : t("每人最多持有 {{n}} 个客户", { n: limit }),
    again ? t("退回或被回收后，原负责人 {{n}} 天内不能再领取", { n: again }) : t("退回后可以马上再领取"),
    silent === null ? t("不按跟进时间回收") : t("{{n}} 天没有沟通记录就回到公海", { n: silent }),
    unsigned === null ? t("不按成交回收") : t("接手 {{n}} 天没有成交就回到公海", { n: unsigned }),
    ...(silent !== null || unsigned !== null ? [t("回收前 {{n}} 天提醒负责人；签约中的商机和未结束的合同不受影响", { n: n("warn_days") ?? 0 })] : []),
  ];
}

/** The rules that a newer one of the same unit has replaced. */
export function replaced(rows: Row[]): Set<string> {
  const unitOf = (row: Row) => (row.unit as { id: string } | null)?.id ?? "";
  const newer = (row: Row) => rows.some((other) => unitOf(other) === unitOf(row) && String(other.created_at) > String(row.created_at));
  return new Set(rows.filter(newer).map((row) => row.id));
}
