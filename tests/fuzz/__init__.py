"""What comes from outside is taken, or refused as documented: nothing crashes, hangs or fills the memory."""
