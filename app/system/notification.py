"""Desktop notifications, shown by one of the desktop's programs. Texts are passed as arguments or in the
environment."""

import os
import subprocess
import sys

from model.messages.message import Message
from model.messages.message_error import MessageError

TIMEOUT_S = 10.0
APPLE_SCRIPT = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
POWERSHELL = """
$runtime = ', Windows.UI.Notifications, ContentType = WindowsRuntime'
$manager = [type]("Windows.UI.Notifications.ToastNotificationManager$runtime")
$toast = [type]("Windows.UI.Notifications.ToastNotification$runtime")
$kind = [type]("Windows.UI.Notifications.ToastTemplateType$runtime")
$content = $manager::GetTemplateContent($kind::ToastText02)
$texts = $content.GetElementsByTagName('text')
$texts.Item(0).AppendChild($content.CreateTextNode($env:SAMEFACE_TITLE)) | Out-Null
$texts.Item(1).AppendChild($content.CreateTextNode($env:SAMEFACE_TEXT)) | Out-Null
$manager::CreateToastNotifier('Sameface').Show($toast::new($content))
"""


class NotificationError(MessageError, OSError):
    """The desktop shows no notifications. The message says which program is missing or what it said."""


def notify(title: str, text: str, platform: str = sys.platform) -> None:
    """Show a notification. Raises NotificationError."""
    variables = {"SAMEFACE_TITLE": title, "SAMEFACE_TEXT": text}
    command = {
        "win32": ["powershell", "-NoProfile", "-Command", POWERSHELL],
        "darwin": ["osascript", "-e", APPLE_SCRIPT, title, text],
    }.get(platform, ["notify-send", "--app-name=Sameface", "--", title, text])
    try:
        done = subprocess.run(
            command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=TIMEOUT_S
        )
    except FileNotFoundError as error:
        raise NotificationError(
            Message(
                "Notifications need the program {command}. Install it, or turn them off in the settings.",
                command=command[0],
            )
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotificationError(Message("The notification was not shown: {reason}", reason=error)) from error
    if done.returncode:
        raise NotificationError(
            Message("The notification was not shown: {reason}", reason=done.stderr.strip())
        )
