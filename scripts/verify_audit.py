#!/usr/bin/env python3
"""Verifies a dump of the change history (``zhuke audit dump history.jsonl``) without any database: Python alone is enough.

    python3 scripts/verify_audit.py history.jsonl [a digest noted earlier]

Every line is an entry, a seal, or about witnesses: rows that are never changed (vouchers of contracts). A seal is the SHA-256 of the
seal before it and of its entries as JSON, in order. The rows of witnesses stand at the end, as they are now; each must be what the
sealed entry of its insertion says.
Exit code 0: every sealed entry and every witness is as it was sealed, and the noted digest is in the chain. 1: it is not; each broken
link and each changed row is named.
"""

import hashlib
import json
import sys
from pathlib import Path


class Verifier:
    """Reads the dump line by line and remembers what it found."""

    def __init__(self):
        self.problems, self.digests, self.entries = [], [], 0
        self.chain, self.count = hashlib.sha256(b""), 0
        self.witnesses, self.sealed, self.rows = {}, {}, 0

    def read(self, number, record):
        """Take one line."""
        if "entry" in record:
            self.entry(record["entry"])
        elif "seal" in record:
            self.seal(number, record["seal"])
        elif "witness" in record:
            self.witnesses[record["witness"]["table"]] = record["witness"]["columns"]
        else:
            self.row(number, record["row"])

    def entry(self, entry):
        """One change. What it says about a witness is kept until the rows come."""
        self.chain.update(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self.count += 1
        table, pk, operation, diff = entry[2:6]
        if table not in self.witnesses:
            return
        if operation == "INSERT":
            values = json.loads(diff)
            self.sealed[table, pk] = {name: values.get(name) for name in self.witnesses[table]}
        else:
            self.problems.append(f"{table} {pk}：写入后又有“{operation}”，这样的记录不能再改")

    def seal(self, number, seal):
        """One link: the entries since the one before."""
        if self.chain.hexdigest() != seal["digest"] or self.count != seal["count"]:
            self.problems.append(
                f"第 {number} 行，变更 {seal['first']}–{seal['last']}：应有 {seal['count']} 条，实有 {self.count} 条，内容与封存时不符"
            )
        self.entries, self.count = self.entries + self.count, 0
        self.digests.append(seal["digest"])
        self.chain = hashlib.sha256(seal["digest"].encode())

    def row(self, number, row):
        """One witness as it is now."""
        self.rows += 1
        was = self.sealed.pop((row["table"], row["id"]), None)
        if was is None:
            self.problems.append(f"第 {number} 行，{row['table']} {row['id']}：没有封存过这条记录")
            return
        for name, value in was.items():
            if row["values"].get(name) != value:
                self.problems.append(f"第 {number} 行，{row['table']} {row['id']}：“{name}”与封存时不符")

    def end(self, noted):
        """What only the end shows."""
        if self.count:
            self.problems.append(f"末尾有 {self.count} 条变更没有封存")
        self.problems += [f"{table} {pk}：已封存的记录不见了" for table, pk in self.sealed]
        if noted and noted not in self.digests:
            self.problems.append(f"链中没有摘要 {noted}：历史可能被整体改写")


def main(path: str, noted: str = "") -> int:
    """Read the dump; print what was found."""
    verifier = Verifier()
    with Path(path).open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            verifier.read(number, json.loads(line))
    verifier.end(noted)
    for problem in verifier.problems:
        print(problem)
    if not verifier.problems:
        newest = verifier.digests[-1] if verifier.digests else ""
        print(f"变更历史完好：{verifier.entries} 条，{len(verifier.digests)} 个封存，{verifier.rows} 份凭证，最新摘要 {newest}")
    return 1 if verifier.problems else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("用法：python3 scripts/verify_audit.py 导出文件 [以前记下的摘要]")
    sys.exit(main(*sys.argv[1:]))
