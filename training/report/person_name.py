"""The person of a picture, by its path."""


def format_person(name: str) -> str:
    """The name of the folder that the picture is in; that of the file without one."""
    folder, _, file = name.replace("\\", "/").rpartition("/")
    return (folder.rpartition("/")[2] or file).replace("_", " ")
