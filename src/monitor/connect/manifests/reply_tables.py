"""[replies]: where a network shows what others said to an account, and where the facts stand in it.

A list for the whole account is asked for as it is; one whose address names {post}, once for each act that was answered
more often than when it was last asked (checks/replies.py).
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from monitor.connect.manifests.field_types import Address, Expr
from monitor.connect.manifests.toml_tables import AskedTable, Dates, Strict

POST = "post"  # the name in `get` that stands for one of the account's acts


class ReplyMap(Strict):
    """Where a reply's fields stand in an item. No name and no text: they are never taken."""

    id: Expr
    published: Expr
    url: Expr | None = None
    author: Expr | None = Field(default=None, description="the network's id of who wrote it")
    in_reply_to: Expr | None = Field(default=None, description="the id of what it answers")
    called: Expr | None = Field(default=None, description="what `in_reply_to` calls it, where that is not its id")
    post: Expr | None = Field(default=None, description="the id of the act under which it stands")
    ours: Expr | None = Field(default=None, description="true where the account wrote it")
    answered: Expr | None = Field(
        default=None, description="when the account answered, where the item says so; or true"
    )


class Replies(AskedTable):
    """One list of what others said. An item inside another (`nested`) answers it."""

    get: Address
    post: Expr | None = Field(default=None, description="what stands for {post} in `get`, of an act's `id` and `url`")
    items: Expr | None = None
    nested: Expr | None = Field(default=None, description="where the answers to an item stand in it")
    flat: bool = Field(default=False, description="true where comments do not say what they answer, only their act")
    dates: Dates = "auto"
    by: Address | None = Field(default=None, description="the author of what the account itself wrote")
    fold: bool = Field(default=False, description="true where `by` is the same in capital and in small letters")
    map: ReplyMap

    @property
    def per_post(self) -> bool:
        return POST in self.get.names

    @model_validator(mode="after")
    def _authors_distinguished(self) -> Self:
        if self.by is not None and self.map.author is None:
            raise ValueError("`by` needs `map.author`")
        if self.fold and self.by is None:
            raise ValueError("`fold` goes with `by`")
        if self.by is None and self.map.ours is None and self.map.answered is None:
            raise ValueError("needs `by`, `map.ours` or `map.answered`: what the account wrote is no reply received")
        if self.post is not None and not self.per_post:
            raise ValueError("`post` goes with {post} in `get`")
        return self
