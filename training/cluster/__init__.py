"""Work on a Dask cluster: connect, check the workers, wait for results."""
