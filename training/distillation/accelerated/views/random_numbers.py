"""Random numbers on a device."""

import numpy as np
import torch


class DeviceRandom:
    """The same ``seed`` gives the same numbers on the same kind of device."""

    def __init__(self, device: torch.device, *seed: int) -> None:
        self.device = device
        self._generator = torch.Generator(device)
        self._generator.manual_seed(int(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0] >> 1))

    def uniform(self, low: float, high: float, *shape: int) -> torch.Tensor:
        """float32 in [low, high)."""
        unit = torch.rand(shape, generator=self._generator, device=self.device)
        return low + (high - low) * unit

    def normal(self, *shape: int) -> torch.Tensor:
        """float32 with mean 0 and deviation 1."""
        return torch.randn(shape, generator=self._generator, device=self.device)

    def integers(self, low: int, high: int, *shape: int) -> torch.Tensor:
        """int64 in [low, high)."""
        return torch.randint(low, high, shape, generator=self._generator, device=self.device)

    def permutation(self, count: int) -> torch.Tensor:
        return torch.randperm(count, generator=self._generator, device=self.device)
