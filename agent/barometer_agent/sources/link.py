"""Is this machine connected to any network at all? psutil answers on all three systems."""

import ipaddress

import psutil

# Bridges to containers and virtual machines stay up, with an address, when the machine itself is cut off.
_INNER_NETWORKS = ("docker", "br-", "veth", "virbr", "podman", "cni", "vmnet", "vboxnet", "vEthernet")


def is_up() -> bool:
    """True while an interface that leads out of the machine runs and has an address."""
    running = {name for name, state in psutil.net_if_stats().items() if state.isup}
    return any(
        name in running and not name.startswith(_INNER_NETWORKS) and any(leads_out(each.address) for each in addresses)
        for name, addresses in psutil.net_if_addrs().items()
    )


def leads_out(address: str) -> bool:
    """True for an IP address that is neither loopback nor link-local (which a cable without a network gives too)."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a hardware address
        return False
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)
