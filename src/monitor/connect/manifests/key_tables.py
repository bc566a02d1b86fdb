"""[credential]: which secrets a network wants, by name, and where they go. The secrets themselves are never here."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from monitor.connect.manifests.toml_tables import Strict
from monitor.model.http import Credential, Grant

Secret = Annotated[str, StringConstraints(pattern=r"^MONITOR_[A-Z0-9_]+$")]


class Key(Strict):
    """A key as it stands (`key`), or a token that is got for other secrets (`grant`)."""

    place: Literal["bearer", "basic", "header", "query"] = "bearer"
    name: str = Field(default="authorization", description="of the header or the query parameter")
    key: Secret | None = Field(default=None, description="the secret's name in the environment")
    grant: Literal["client_credentials", "refresh_token"] | None = None
    token: str | None = Field(default=None, pattern="^https://", description="where a token is got")
    client_id: Secret | None = None
    client_secret: Secret | None = None
    refresh_token: Secret | None = None
    scope: str = ""
    client: Literal["form", "basic"] = Field(default="form", description="how the client states itself for a token")
    id_name: str = Field(default="client_id", description="what the form for a token calls the client's id")
    also: dict[str, Secret] = Field(default={}, description="headers that hold a secret besides")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.key is None) is (self.grant is None):
            raise ValueError("needs `key` or `grant`, and only one of them")
        if self.place in ("header", "query") and self.name == "authorization":
            raise ValueError(f'place "{self.place}" needs `name`')
        exchanged = ["token", "client_id", "client_secret"] + (["refresh_token"] * (self.grant == "refresh_token"))
        if self.grant is not None and (missing := [name for name in exchanged if getattr(self, name) is None]):
            raise ValueError(f'grant "{self.grant}" needs `{missing[0]}`')
        return self

    def credential(self) -> Credential:
        """What requests carry: see model/http.py."""
        grant = None
        if self.grant is not None and self.token and self.client_id and self.client_secret:
            grant = Grant(
                self.token,
                self.grant,
                self.client_id,
                self.client_secret,
                self.refresh_token,
                self.scope,
                self.client == "basic",
                self.id_name,
            )
        return Credential(self.place, self.name, self.key, grant, tuple(self.also.items()))
