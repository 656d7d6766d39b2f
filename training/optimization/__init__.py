"""The training loop: steps, checkpoints, precision, devices and replicas."""
