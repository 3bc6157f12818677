"""Passkeys at the server: made, used alone and as the second step, and every misuse refused. The key itself is a program here."""

import json
import os
from hashlib import sha256
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from zhuke.commons.testing import Firm
from zhuke.modules.orgs.models import User

from .conftest import holder
from .test_login import AUTH, PASSWORD, events, post, with_password

KEYS = "/account/authenticators/webauthn"


class Key:
    """A security key of one person, as a browser on http://localhost would use it."""

    def __init__(self, origin: str = "http://localhost") -> None:
        self.origin, self.private, self.id, self.handle = origin, ec.generate_private_key(ec.SECP256R1()), os.urandom(16), b""

    def make(self, options: dict[str, Any], *, verified: bool = True) -> dict[str, Any]:
        """Answer to ``creation_options``."""
        given = options["publicKey"]
        self.handle = websafe_decode(given["user"]["id"])
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT | (AuthenticatorData.FLAG.UV if verified else 0)
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.private.public_key()))
        data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, credential)
        attestation = websafe_encode(AttestationObject.create("none", data, {}))
        response = {"clientDataJSON": self._client("webauthn.create", given["challenge"]), "attestationObject": attestation}
        return {**self._outline(), "clientExtensionResults": {"credProps": {"rk": True}}, "response": response}

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer to ``request_options``."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        data = bytes(AuthenticatorData.create(sha256(b"localhost").digest(), flags, 1))
        signature = self.private.sign(data + sha256(websafe_decode(client)).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": websafe_encode(data), "signature": websafe_encode(signature)}
        return {**self._outline(), "clientExtensionResults": {}, "response": {**response, "userHandle": websafe_encode(self.handle)}}

    def _outline(self) -> dict[str, Any]:
        return {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key"}

    def _client(self, kind: str, challenge: str) -> str:
        return websafe_encode(json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode())


@pytest.fixture
def person(firm: Firm) -> Any:
    return with_password(holder("sales", firm.east_sales, "周一"))


def browser() -> Client:
    """One that came by http://localhost."""
    return Client(SERVER_NAME="localhost")


def at_home(person: Any) -> Client:
    """The person's browser, the password given a moment ago."""
    page = browser()
    assert post(page, "/auth/login", {"username": person.username, "password": PASSWORD}).status_code == 200
    assert post(page, "/auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    return page


def add(page: Client, key: Key, **how: Any) -> Any:
    """Register the key."""
    options = page.get(f"{AUTH}{KEYS}?passwordless").json()["data"]["creation_options"]
    return post(page, KEYS, {"name": "电脑", "passwordless": True, "credential": key.make(options, **how)})


def come_in(key: Key, page: Client | None = None) -> Any:
    """Sign in with nothing but the key."""
    page = page or browser()
    options = page.get(f"{AUTH}/auth/webauthn/login").json()["data"]["request_options"]
    return post(page, "/auth/webauthn/login", {"credential": key.sign(options)})


@pytest.fixture
def key(person: Any) -> Key:
    made = Key()
    assert add(at_home(person), made).status_code == 200
    return made


def test_it_signs_in_alone(person: Any, key: Key) -> None:
    page = browser()
    assert come_in(key, page).status_code == 200
    assert page.get("/api/v1/me").json()["name"] == "周一"
    assert events("user.signed_in")[-1].data["method"] == "passkey"
    assert [e.subject_id for e in events("users.second_factor_changed")] == [person.pk]


def test_it_is_the_second_step_after_a_password(person: Any, key: Key) -> None:
    page = browser()
    half = post(page, "/auth/login", {"username": person.username, "password": PASSWORD})
    [pending] = [flow for flow in half.json()["data"]["flows"] if flow.get("is_pending")]
    assert (half.status_code, sorted(pending["types"])) == (401, ["recovery_codes", "webauthn"])
    options = page.get(f"{AUTH}/auth/webauthn/authenticate").json()["data"]["request_options"]
    assert post(page, "/auth/webauthn/authenticate", {"credential": key.sign(options)}).status_code == 200
    assert page.get("/api/v1/me").status_code == 200


def test_the_switched_off_are_told_so(person: Any, key: Key) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    page = browser()
    refused = come_in(key, page)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "account_inactive")
    assert page.get("/api/v1/me").status_code == 401
    assert events("user.sign_in_failed")[-1].data["reason"] == "inactive"


def test_a_challenge_works_once_and_in_its_own_session(person: Any, key: Key) -> None:
    page = browser()
    options = page.get(f"{AUTH}/auth/webauthn/login").json()["data"]["request_options"]
    credential = key.sign(options)
    assert post(browser(), "/auth/webauthn/login", {"credential": credential}).status_code == 400
    assert post(page, "/auth/webauthn/login", {"credential": credential}).status_code == 200
    page.delete(f"{AUTH}/auth/session")
    assert post(page, "/auth/webauthn/login", {"credential": credential}).status_code == 400
    assert page.get("/api/v1/me").status_code == 401


def test_another_key_another_site_and_garbage_are_refused(person: Any, key: Key) -> None:
    forged = Key()
    forged.id, forged.handle = key.id, key.handle
    phished = Key("https://zhuke.example.evil")
    phished.id, phished.handle, phished.private = key.id, key.handle, key.private
    for wrong in (forged, phished):
        assert come_in(wrong).status_code == 400
    page = browser()
    page.get(f"{AUTH}/auth/webauthn/login")
    for garbage in ({}, {"id": "x"}, {"id": "x", "rawId": "x", "response": {}}, "text", ["x"], None):
        assert post(page, "/auth/webauthn/login", {"credential": garbage}).status_code == 400


def test_a_key_that_does_not_ask_its_owner_is_not_taken(person: Any) -> None:
    assert add(at_home(person), Key(), verified=False).status_code == 400
    page = at_home(person)
    page.get(f"{AUTH}{KEYS}?passwordless")
    for garbage in ({}, {"id": "x"}, {"id": "x", "rawId": "x", "response": {"attestationObject": "AA", "clientDataJSON": "e30"}}, "text"):
        assert post(page, KEYS, {"name": "x", "passwordless": True, "credential": garbage}).status_code == 400
    assert not Authenticator.objects.exists()


def test_needs_the_password_and_a_settled_account(person: Any) -> None:
    page = browser()
    assert page.get(f"{AUTH}{KEYS}?passwordless").status_code == 401
    post(page, "/auth/login", {"username": person.username, "password": PASSWORD})
    asked = page.get(f"{AUTH}{KEYS}?passwordless")
    assert (asked.status_code, [flow["id"] for flow in asked.json()["data"]["flows"]]) == (401, ["reauthenticate"])
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    assert page.get(f"{AUTH}{KEYS}?passwordless").status_code == 403


def test_is_renamed_and_removed_by_its_owner_alone(firm: Firm, person: Any, key: Key) -> None:
    row = Authenticator.objects.get(type="webauthn")
    other = at_home(with_password(holder("sales", firm.east_sales, "周二")))
    assert other.put(AUTH + KEYS, {"id": row.pk, "name": "meins"}, content_type="application/json").status_code == 400
    assert other.delete(AUTH + KEYS, {"authenticators": [row.pk]}, content_type="application/json").status_code == 400
    page = browser()
    come_in(key, page)
    post(page, "/auth/reauthenticate", {"password": PASSWORD})
    assert page.put(AUTH + KEYS, {"id": row.pk, "name": "手机"}, content_type="application/json").status_code == 200
    listed = page.get(f"{AUTH}/account/authenticators").json()["data"]
    assert [one["name"] for one in listed if one["type"] == "webauthn"] == ["手机"]
    assert page.delete(AUTH + KEYS, {"authenticators": [row.pk]}, content_type="application/json").status_code == 200
    assert not Authenticator.objects.exists(), "the recovery codes go with the last of them"
    assert come_in(key).status_code == 400
