package main

import (
	"net/netip"
	"strings"
)

// readProxies reads a list of addresses and networks, with commas or spaces between,
// or "none".
func readProxies(list string) (proxies []netip.Prefix, err error) {
	if list == "none" {
		return nil, nil
	}
	for _, text := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		if !strings.Contains(text, "/") {
			address, err := netip.ParseAddr(text)
			if err != nil {
				return nil, err
			}
			proxies = append(proxies, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, err
		}
		proxies = append(proxies, network)
	}
	return proxies, nil
}
