"""The networks this program can ask: one manifest each, the operator's own folders over those that came with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from monitor import resources
from monitor.connect.manifest import Manifest

FEED = "feed"  # the network of every http(s) address that no manifest knows


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Manifests by network id."""

    manifests: Mapping[str, Manifest]

    @classmethod
    def load(
        cls, extra_folders: Sequence[Path] = (), networks: Mapping[str, Mapping[str, str]] | None = None
    ) -> Catalogue:
        """All manifests of the program's folder and of `extra_folders`; a later file of a name replaces an earlier one.

        `networks` are the operator's options: {"mastodon": {"base": ...}} replaces the manifest's var `base`.
        Raises ManifestError for a manifest that is wrong.
        """
        folders = (resources.folder("connectors"), *extra_folders)
        files = {path.stem: path for folder in folders for path in folder.glob("*.toml")}
        options = networks or {}
        return cls({name: Manifest.load(path, options.get(name)) for name, path in sorted(files.items())})

    def match(self, target: str) -> str | None:
        """The network that an address or a handle tells; "feed" for any other http(s) address; else None."""
        target = target.strip()
        for name, manifest in sorted(self.manifests.items(), key=lambda each: each[1].match.any_host):
            if manifest.recognises(target):
                return name
        return FEED if FEED in self.manifests and _is_web(target) else None

    def get(self, network: str) -> Manifest | None:
        return self.manifests.get(network)

    def names(self) -> tuple[str, ...]:
        return tuple(self.manifests)


def _is_web(target: str) -> bool:
    try:
        parts = urlsplit(target)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in target)
    except ValueError:
        return False
