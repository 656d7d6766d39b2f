from pathlib import PurePosixPath, PureWindowsPath

import pytest

from app.doctor.path_redaction import redact_paths

KNOWN = [PurePosixPath("/home/ada lovelace/faces"), PurePosixPath("/home/ada lovelace"), PurePosixPath("/")]

TEXTS = {
    "in words": ("See /var/lib/ada/x.json: damaged.", "See <path>: damaged."),
    "in quotes": ("No such file: '/tmp/ada'", "No such file: '<path>'"),
    "with a space, known": ("/home/ada lovelace/faces/people/bob is full", "<path> is full"),
    "a home": ("~/ada/x and ~/y", "<path> and <path>"),
    "on Windows": (r"C:\Users\ada\x.json is gone", "<path> is gone"),
    "on a server": (r"\\server\ada is gone", "<path> is gone"),
    "none": (
        "NVIDIA RTX 3060/PCIe/SSE2, 640x480, model/weights",
        "NVIDIA RTX 3060/PCIe/SSE2, 640x480, model/weights",
    ),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_paths_are_taken_out(text: str, expected: str) -> None:
    assert redact_paths(text, KNOWN) == expected


def test_a_known_path_of_windows_with_a_space() -> None:
    known = [PureWindowsPath(r"C:\Users\Ann Q")]
    assert redact_paths(r"C:\Users\Ann Q\faces\x is full", known) == "<path> is full"
