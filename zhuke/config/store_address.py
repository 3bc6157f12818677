"""The address of an object store (S3 and what speaks its protocol: MinIO, Ceph, OSS, COS, OBS) in one environment variable."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

EXAMPLE = "s3://KEY:SECRET@s3.example.cn/zhuke?region=cn-north-1"
KNOWN = frozenset({"region", "style", "tls"})


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where files lie: ``endpoint`` with its scheme, the bucket, and the folder in it ('' for none)."""

    endpoint: str
    bucket: str
    prefix: str
    region: str
    virtual_hosts: bool
    """Whether the bucket is a part of the host's name (asked by OSS and COS) instead of the first part of the path."""
    key: str = field(repr=False)
    secret: str = field(repr=False)


def store_address(text: str) -> StoreAddress:
    """Read ``s3://key:secret@host[:port]/bucket[/folder]?region=…&style=path|virtual&tls=1|0``; raises ValueError with a sentence."""
    parts = urlsplit(text)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket or not parts.username or not parts.password:
        raise ValueError(f"应写成 {EXAMPLE}：密钥编号、密钥、服务器和存储桶都不能少（密钥里的特殊字符写成 %XX）")
    unknown = sorted(asked.keys() - KNOWN)
    if unknown:
        raise ValueError(f"不认识参数 {'、'.join(unknown)}，可以写 region、style、tls")
    style, tls = asked.get("style", "path"), asked.get("tls", "1")
    if style not in ("path", "virtual") or tls not in ("0", "1"):
        raise ValueError("style 只能是 path 或 virtual，tls 只能是 1 或 0")
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise ValueError("端口应为 1 到 65535 之间的整数") from None
    host = f"{bucket}.{parts.hostname}" if style == "virtual" else parts.hostname
    return StoreAddress(
        endpoint=f"{'https' if tls == '1' else 'http'}://{host}{port}",
        bucket=bucket,
        prefix=prefix,
        region=asked.get("region") or "us-east-1",
        virtual_hosts=style == "virtual",
        key=unquote(parts.username),
        secret=unquote(parts.password),
    )
