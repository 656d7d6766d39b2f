"""The version of Sameface; the wheel, the command line and the documents take it from here."""

VERSION = "1.0.0"
