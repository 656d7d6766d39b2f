"""File names that Windows reserves for devices, with any suffix."""

DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL"} | {f"{port}{number}" for port in ("COM", "LPT") for number in range(10)}
)


def is_device_name(name: str) -> bool:
    """Whether Windows would open a device by this file ``name``, such as nul or Con.txt."""
    return name.partition(".")[0].rstrip().upper() in DEVICES
