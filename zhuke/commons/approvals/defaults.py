"""The flows that every installation has."""

from .services.flows import install_flows as install

__all__ = ["install"]
