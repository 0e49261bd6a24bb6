"""Reading the output of pip, uv, npm and apt for the one reason a person can act on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.setup.commands import CommandFailed
from harness.setup.failure import SetupFailure


@dataclass(frozen=True)
class _Cause:
    signs: re.Pattern[str]
    because: str
    remedy: str


def _cause(signs: str, because: str, remedy: str) -> _Cause:
    return _Cause(re.compile(signs), because, remedy)


# In this order: a full disk shows as many other things, and a package "not found" is what pip says last
# when it never reached the registry.
_CAUSES = (
    _cause(
        r"ENOSPC|[Nn]o space left on device|don't have enough free space",
        "the disk is full",
        "make room (a complete environment takes about 2 GB), then start ./ibkey again",
    ),
    _cause(
        r"Could not get lock|is another process using it|Unable to acquire the dpkg frontend lock",
        "another package manager is at work",
        "wait until it has finished, then start ./ibkey again",
    ),
    _cause(
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|"
        r"invalid peer certificate|UnknownIssuer",
        "the registry's certificate is not trusted here",
        "point SSL_CERT_FILE (or pip's `cert`, npm's `cafile`) at your company's certificate bundle",
    ),
    _cause(
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|Hash Sum mismatch|EINTEGRITY",
        "a downloaded package is not the one that the lock file names",
        "do not go on before you know why: the mirror or a proxy delivers altered files",
    ),
    _cause(
        r"\bE40[13]\b|40[13] (Unauthorized|Forbidden|Client Error)|HTTP error 40[13]|status code 40[13]",
        "the registry refuses us",
        "log in to it as its documentation says (pip: index-url or netrc; npm: .npmrc)",
    ),
    _cause(
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|"
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Max retries exceeded|"
        r"[Cc]onnection (refused|reset|timed out)|Temporary failure|Name or service not known|dns error|"
        r"error sending request|Could not (resolve|connect)|Network is unreachable|"
        r"Failed to fetch|Unable to fetch",
        "the registry cannot be reached",
        "check the network; behind a proxy or with a mirror set HTTPS_PROXY, PIP_INDEX_URL or "
        "npm_config_registry; then type ./ibkey setup",
    ),
    _cause(
        r"No matching distribution|No solution found|\bE404\b|ETARGET|Unable to locate package|"
        r"has no installation candidate|not found in the package registry",
        "the registry does not have a package that is needed",
        "point to one that carries everything (a complete mirror), then type ./ibkey setup",
    ),
    _cause(
        r"EACCES|EPERM|[Pp]ermission denied|Read-only file system",
        "a file or folder cannot be written",
        "give yourself the right to write to the checkout's .ibkey folder, then start ./ibkey again",
    ),
)
_ADDRESS = re.compile(r"\b(https?|file)://(?:[^\s/@]*@)?([^\s/'\"<>()]+)")


def failed(what: str, error: CommandFailed, *, where: str) -> SetupFailure:
    """The failure to show for a command that ended badly.

    Args:
        what: What could not be made, as the start of a sentence ("The npm packages").
        where: Named when the output holds no address; of an address only scheme and host are shown.
    """
    if address := _ADDRESS.search(error.output):
        where = f"{address[1]}://{address[2]}"
    for cause in _CAUSES:
        if cause.signs.search(error.output):
            return SetupFailure(
                f"{what} could not be installed: {cause.because}.",
                where=where,
                remedy=cause.remedy,
                log=error.log,
            )
    said = next((line for line in reversed(error.output.splitlines()) if line.strip()), "nothing")
    return SetupFailure(
        f"{what} could not be installed: {error}; its last words: {said.strip()}",
        where=where,
        remedy="read the log; starting ./ibkey again tries again",
        log=error.log,
    )
