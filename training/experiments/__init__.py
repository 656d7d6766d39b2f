"""Programs to run by hand: train from scratch, compare losses, export MTCNN, time the tutorial."""
