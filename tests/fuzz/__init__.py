"""Whatever comes from outside is either taken or refused as documented: nothing crashes, hangs or fills memory."""
