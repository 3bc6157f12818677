#!/usr/bin/env python3
"""Verifies a dump of the change history (``zhuke audit dump history.jsonl``) without any database: Python alone is enough.

    python3 scripts/verify_audit.py history.jsonl [a digest noted earlier]

Every line is an entry or a seal. A seal is the SHA-256 of the seal before it and of its entries as JSON, in order.
Exit code 0: every sealed entry is as it was sealed, and the noted digest is in the chain. 1: it is not; each broken link is named.
"""

import hashlib
import json
import sys
from pathlib import Path


def main(path: str, noted: str = "") -> int:
    """Read the dump line by line; print what was found."""
    problems: list[str] = []
    digests: list[str] = []
    previous, count, entries = "", 0, 0
    chain = hashlib.sha256(b"")
    with Path(path).open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            record = json.loads(line)
            if "entry" in record:
                chain.update(json.dumps(record["entry"], ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                count += 1
                continue
            seal = record["seal"]
            if chain.hexdigest() != seal["digest"] or count != seal["count"]:
                problems.append(
                    f"第 {number} 行，变更 {seal['first']}–{seal['last']}：应有 {seal['count']} 条，实有 {count} 条，内容与封存时不符"
                )
            previous, entries, count = seal["digest"], entries + count, 0
            digests.append(previous)
            chain = hashlib.sha256(previous.encode())
    if count:
        problems.append(f"末尾有 {count} 条变更没有封存")
    if noted and noted not in digests:
        problems.append(f"链中没有摘要 {noted}：历史可能被整体改写")
    for problem in problems:
        print(problem)
    if not problems:
        print(f"变更历史完好：{entries} 条，{len(digests)} 个封存，最新摘要 {previous}")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("用法：python3 scripts/verify_audit.py 导出文件 [以前记下的摘要]")
    sys.exit(main(*sys.argv[1:]))
