"""Where allauth finds the providers of this package."""

from .offices import DingTalk, Feishu
from .oidc import OidcProvider

provider_classes = [OidcProvider, DingTalk, Feishu]
