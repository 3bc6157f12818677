"""Signing in with accounts of other systems: OIDC, DingTalk, Feishu and WeCom as providers of django-allauth."""
