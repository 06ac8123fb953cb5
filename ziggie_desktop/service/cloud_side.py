"""Owns how the gateway sees Claude: where it is and whether there is a key. Never shows the key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from ziggie_desktop.cloud.claude import (
    API_VERSION,
    Endpoint,
    KeyCheck,
    check_key,
    endpoint,
    headers,
)
from ziggie_desktop.cloud.key import (
    CloudKey,
    KeyLookup,
    KeyStore,
    find_key,
    proper_key,
    store_key,
)
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import CloudStatus, Problem, Severity
from ziggie_desktop.web import aiohttp


class CloudSide:
    """``look`` finds the key again; until it was found out, requests wait for that."""

    def __init__(
        self,
        *,
        store: KeyStore,
        changed: Callable[[CloudStatus], None],
        session: aiohttp.ClientSession,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._store = store
        self._changed = changed
        self._session = session
        self._environment = environment
        self._lookup: KeyLookup | None = None
        self._checked: KeyCheck | None = None  # of the key that was stored last
        self.problem: Problem | None = None
        self._endpoint = self._find_endpoint()

    def _find_endpoint(self) -> Endpoint | None:
        try:
            return endpoint(self._environment.get("ZIGGIE_CLOUD_URL"))
        except ZiggieError as error:
            self.problem = Problem(
                code=error.code, title=error.title, remedy=error.remedy, severity=Severity.ERROR
            )
            return None

    async def look(self) -> KeyLookup:
        """Ask the keyring, then the environment, and tell who listens."""
        self._lookup = await find_key(self._store, self._environment)
        self._changed(self.status)
        return self._lookup

    async def look_again(self) -> None:
        """Look once the keyring is open that was locked. Asked for the key before that, it would
        put its prompt in front of the person each time."""
        if self._lookup is not None and self._lookup.locked and await self._store.locked() is False:
            await self.look()

    async def keep(self, key: str | None) -> CloudStatus:
        """Put a key into the keyring, or take it out; in force at once. Claude is asked first, at
        no cost: a key that it refuses is not kept, one that nobody could try is."""
        self._checked = None
        if key is None:
            await self._store.delete()
        else:
            wanted = proper_key(key)
            checked = await self._try(wanted)
            await store_key(self._store, wanted)
            self._checked = checked
        await self.look()
        return self.status

    async def _try(self, key: str) -> KeyCheck | None:
        if self._endpoint is None:
            return None
        checked = await check_key(self._session, self._endpoint, CloudKey(key, "typed"))
        if checked.ok is False:
            raise ZiggieError(
                "cloud_key_refused",
                checked.reason,
                "Copy the whole key from the Anthropic console and try again; nothing was changed.",
                status=400,
            )
        return checked

    @property
    def status(self) -> CloudStatus:
        lookup, where = self._lookup, self._endpoint
        found = lookup is not None and lookup.key is not None
        if where is None:
            reason = self.problem.title if self.problem else "The cloud address is not used."
        elif lookup is None:
            reason = "Looking for the key."
        else:
            reason = lookup.reason
        if self._checked is not None and found:
            reason = f"{reason} {self._checked.reason}"
        return CloudStatus(
            configured=found and where is not None,
            key_source=lookup.source if lookup is not None else "none",
            url=where.url if where is not None else "",
            simulated=where.simulated if where is not None else False,
            reason=reason,
            keyring_locked=lookup is not None and lookup.locked,
        )

    def refusal(self) -> str | None:
        """Why Claude cannot be asked, in words; None when it can, as far as is known."""
        if self._endpoint is None:
            return self.status.reason.rstrip(".")
        if self._lookup is not None and self._lookup.key is None:
            return "there is no Claude key"
        return None

    # gateway.ports.CloudPort
    @property
    def base_url(self) -> str:
        return self._endpoint.url if self._endpoint is not None else ""

    @property
    def simulated(self) -> bool:
        return self._endpoint is not None and self._endpoint.simulated

    async def headers(self, version: str | None, beta: str | None) -> dict[str, str]:
        lookup = self._lookup or await self.look()
        if lookup.key is None or self._endpoint is None:
            raise ZiggieError(
                "cloud_key_missing",
                "There is no Claude key.",
                "Store one with `ziggie-desktop key` (it goes into the OS keyring), or start the "
                "service with ANTHROPIC_API_KEY set.",
                status=503,
            )
        found = headers(lookup.key, version=version or API_VERSION)
        if beta is not None:
            found["anthropic-beta"] = beta
        return found
