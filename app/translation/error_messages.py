"""Error messages of rooms that know no languages, translated sentence by sentence."""

import re
from functools import cache

from app.translation.catalogue import tr, translatable

SENTENCES = (
    translatable("There is no such camera, file or folder."),
    translatable("Received: {received}."),
    translatable("Cameras found: {names}."),
    translatable("Accepted: {accepted}."),
    translatable("Connect the camera."),
    translatable("Camera {camera} cannot be opened."),
    translatable(
        "Check that it is plugged in, that no other program is using it, and that the system's privacy "
        "settings allow it."
    ),
    translatable("Or choose another camera, or the demo."),
    translatable("You do not have permission to use {device}."),
    translatable("Join its group (often video), then log in again."),
    translatable("Another program is probably using it."),
    translatable("Close that program."),
    translatable("The {camera} stopped sending pictures."),
    translatable("The {camera} sends no pictures."),
    translatable("Check that it is plugged in, and close other programs that use it."),
    translatable("The {camera} keeps sending the same picture."),
    translatable("Restart it, or choose another camera."),
    translatable("The {camera} sends only black pictures."),
    translatable("Open its cover or shutter, and check the light."),
    translatable("{recording} keeps showing the same picture."),
    translatable("{recording} shows only black pictures."),
    translatable("Wait for a change, or choose another recording."),
    translatable("{source} has ended."),
    translatable("Sameface will try again automatically."),
    translatable("No response from {camera} for {seconds} s."),
    translatable("Check its cable or network."),
    translatable("Choose another camera."),
    translatable("Several cameras have this name: {names}."),
    translatable("Choose one by its number."),
    translatable("{file} is empty."),
    translatable("Wait until it is complete, or copy it again."),
    translatable("{file} is not a playable video."),
    translatable("You do not have permission to read {file}."),
    translatable("Change its permissions, or copy it to a folder of your own."),
    translatable("The folder {folder} contains no pictures."),
    translatable("There is no answer from {address}."),
    translatable("Check the address, and that the camera is on."),
    translatable("The host of {address} was not found."),
    translatable("Check the address and the network."),
    translatable("{address} rejected the user name or password."),
    translatable("Check both."),
    translatable("The passphrase is wrong."),
    translatable("Try again."),
    translatable("The passphrase needs at least {count} characters."),
    translatable("Choose a longer one."),
    translatable("The data folder is encrypted with a passphrase."),
    translatable("There is already a person called {person}."),
    translatable("Choose another name."),
    translatable("Could not {action} {path}: {reason}."),
    translatable("Free some disk space and try again."),
    translatable("Everything saved before is safe."),
    translatable("Check that you may write to the folder, or choose another with {option}."),
    translatable("{file} cannot be read: {reason}."),
    translatable("Copy it to another folder."),
    translatable("Nothing is being verified now, so nothing was changed."),
    translatable("This face looks as much like {person}'s references as they do like each other."),
    translatable("Refusing it would refuse {person}, too, so nothing was changed."),
    translatable("Choose a stricter level, or remove references that show another person."),
    translatable("There is another {person} now."),
    translatable("Rename that one first."),
    translatable("{person} has failed attempts that are still counted."),
    translatable("Verify {person} once, then rename."),
    translatable("{person} cannot be verified: a face that you marked as another person's cannot be used."),
    translatable("Delete this file, and mark the face again."),
    translatable("{person} cannot be verified."),
    translatable("1 reference cannot be used: {problem}."),
    translatable("{count} references cannot be used, for example {problem}."),
    translatable("Delete it, or enrol again."),
    translatable("Delete them, or enrol again."),
    translatable("Notifications need the program {program}."),
    translatable("Install it, or turn them off in the settings."),
    translatable("The notification was not shown: {reason}"),
    translatable("This cannot be a person's name."),
    translatable(
        "Use letters, digits, spaces, apostrophes, dots, - and _, at most {count} ({rare} "
        "of rare scripts), beginning with a letter or digit."
    ),
    translatable("Windows reserves this name for a device."),
    translatable("Choose another."),
    translatable("Another process is using the history."),
    translatable("Another process is changing {file}."),
    translatable("Its beginning is missing, and nothing outside the folder says why."),
    translatable("Its beginning is missing: entry {number} should be there."),
    translatable("Its end is missing: {missing} cut off, up to entry {number}."),
    translatable("Entry {number} is not the one that was written: the log was replaced."),
    translatable("Line {number} was changed after it was written: {reason}."),
)
"""The frequent ones. Others stay English. The first that fits counts."""
BETWEEN_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")
PLACEHOLDER = re.compile(r"\\{(\w+)\\}")


def translate_message(message: str) -> str:
    return " ".join(_translated(sentence) for sentence in BETWEEN_SENTENCES.split(message))


def _translated(sentence: str) -> str:
    for template, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return tr(template, **found.groupdict()) if found.groupdict() else tr(template)
    return sentence


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(template, re.compile(_pattern(template))) for template in SENTENCES]


def _pattern(template: str) -> str:
    return PLACEHOLDER.sub(r"(?P<\1>.+)", re.escape(template))
