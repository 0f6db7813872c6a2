"""Reports: everything rendered from ``results.json``, which is built from the verdict and the recorded stream."""
