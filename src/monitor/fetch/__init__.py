"""The only HTTP: client, guard, caps, pacing, credentials. The seam is `fetch.client`."""
