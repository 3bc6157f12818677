"""OpenID Connect by allauth's provider, made strict: PKCE, nonce, issuer and signature are always checked."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from zhuke.commons.outbound import is_callable

from .binding import OneOfMany, Refused, Vouching, identity


def nonce_of(state: str) -> str:
    """Bound to the state, which is random, used once, and lies in the session."""
    return sha256(b"nonce:" + state.encode()).hexdigest()


class OidcClient(OAuth2Client):
    """Adds the nonce."""

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: dict[str, Any]) -> str:
        """Where the browser is sent."""
        return str(super().get_redirect_url(authorization_url, scope, {**extra_params, "nonce": nonce_of(str(self.state))}))


class OidcAdapter(OneOfMany, OpenIDConnectOAuth2Adapter):
    """The conversation with one OIDC server."""

    client_class = OidcClient

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        OpenIDConnectOAuth2Adapter.__init__(self, request, provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document; it must speak for the configured issuer (OpenID Connect Discovery 1.0, 4.3)."""
        config: dict[str, Any] = super().openid_config
        issuer = str(self.get_provider().app.settings["server_url"])
        if str(config.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
            raise Refused("provider", "issuer")
        if not is_callable(str(config.get("authorization_endpoint", ""))):
            raise Refused("provider", "authorization_endpoint")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The person, from the signed ID token; what it lacks, from the userinfo endpoint of the same subject."""
        given = kwargs["response"].get("id_token")
        if not given:
            raise Refused("provider", "id_token")
        config = self.openid_config
        claims = jwtkit.verify_and_decode(
            credential=given,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        if claims.get("nonce") != nonce_of(request.GET.get("state", "")):
            raise Refused("provider", "nonce")
        if "userinfo_endpoint" in config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise Refused("provider", "sub")
            claims = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, claims)


class OidcProvider(Vouching, OpenIDConnectProvider):
    """One OIDC server."""

    oauth2_adapter_class = OidcAdapter
    supports_token_authentication = False
    pkce_enabled_default = True

    def extract_uid(self, data: Any) -> str:
        """The subject, which the server never gives to another person."""
        return str(data["sub"])

    def who(self, data: Any) -> dict[str, Any]:
        """Addresses and numbers count when the server says that it has verified them."""
        return identity(
            name=data.get("name"),
            emails=(data.get("email"),) if data.get("email_verified") is True else (),
            phone=data.get("phone_number") if data.get("phone_number_verified") is True else "",
            username=data.get("preferred_username"),
        )
