"""``allure.step``, ``allure.attach`` and ``allure.dynamic`` inside steps, into the scenario's result."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import allure_commons
from allure_commons.model2 import Label, Link, Parameter
from allure_commons.types import AttachmentType, ParameterMode

from harness.evidence.capture import Artefact, redacted
from harness.evidence.recording import Recording, set_parameter


class AllureCalls:
    """Implements the hooks of allure-python-commons for the recording that is current.

    Args:
        current: The recording of the scenario that runs now, None between scenarios: calls are then ignored,
            as there is no result to put them in.
    """

    def __init__(self, current: Callable[[], Recording | None]) -> None:
        self._current = current

    @allure_commons.hookimpl
    def start_step(self, uuid: str, title: str, params: dict[str, str]) -> None:
        if recording := self._current():
            step = recording.start_step(title, id_=uuid)
            step.parameters = [Parameter(name=name, value=value) for name, value in params.items()]

    @allure_commons.hookimpl
    def stop_step(self, uuid: str, exc_val: BaseException | None, exc_tb: TracebackType | None) -> None:
        if recording := self._current():
            recording.stop_step(exc_val, id_=uuid, trace="".join(traceback.format_tb(exc_tb)))

    @allure_commons.hookimpl
    def attach_data(self, body: str | bytes, name: str | None, attachment_type: Any, extension: str) -> None:
        if recording := self._current():
            recording.attach(_artefact(body, name, attachment_type))

    @allure_commons.hookimpl
    def attach_file(self, source: str, name: str | None, attachment_type: Any, extension: str) -> None:
        if recording := self._current():
            file = Path(source)
            recording.attach(_artefact(file.read_bytes(), name or file.name, attachment_type))

    @allure_commons.hookimpl
    def add_title(self, test_title: str) -> None:
        if recording := self._current():
            recording.result.name = test_title

    @allure_commons.hookimpl
    def add_description(self, test_description: str) -> None:
        if recording := self._current():
            recording.result.description = test_description

    @allure_commons.hookimpl
    def add_description_html(self, test_description_html: str) -> None:
        if recording := self._current():
            recording.result.descriptionHtml = test_description_html

    @allure_commons.hookimpl
    def add_label(self, label_type: str, labels: tuple[str, ...]) -> None:
        if recording := self._current():
            recording.result.labels.extend(Label(name=label_type, value=label) for label in labels)

    @allure_commons.hookimpl
    def add_link(self, url: str, link_type: str, name: str | None) -> None:
        if recording := self._current():
            recording.result.links.append(Link(type=link_type, url=url, name=name or url))

    @allure_commons.hookimpl
    def add_parameter(
        self, name: str, value: object, excluded: bool | None, mode: ParameterMode | None
    ) -> None:
        if recording := self._current():
            shown = value if isinstance(value, str) else repr(value)
            kind = mode.value if mode else None
            set_parameter(recording.result, Parameter(name=name, value=shown, excluded=excluded, mode=kind))


def _artefact(body: str | bytes, name: str | None, attachment_type: Any) -> Artefact:
    if isinstance(attachment_type, AttachmentType):
        media_type = str(attachment_type.mime_type)
    else:
        media_type = attachment_type or "text/plain"
    return redacted(name or "attachment", media_type, body)
