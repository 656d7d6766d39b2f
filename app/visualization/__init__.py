"""Pictures of the data and of the network, and the faces that they show."""
