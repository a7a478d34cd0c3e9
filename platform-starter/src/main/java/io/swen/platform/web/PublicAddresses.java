package io.swen.platform.web;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Tells addresses on the public internet from all others, by the special-purpose registries of IANA (RFC 6890 and its updates). */
final class PublicAddresses {

    /** Nobody's on the internet; among them the metadata services of both clouds, 169.254.169.254 and 100.100.100.200. */
    private static final List<AddressRange> SPECIAL_4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    /** Everything public is in here … */
    private static final AddressRange GLOBAL_6 = AddressRange.of("2000::/3");
    /** … but not all of it is public. */
    private static final List<AddressRange> SPECIAL_6 = ranges(
            "2001::/23", // protocol assignments, Teredo
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4: another address in disguise
            "3fff::/20"); // documentation

    /** How networks with IPv6 only reach IPv4 (RFC 6052): the address behind it counts. */
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return none(SPECIAL_4, bytes);
        }
        if (NAT64.contains(bytes)) {
            return none(SPECIAL_4, Arrays.copyOfRange(bytes, 12, 16));
        }
        return GLOBAL_6.contains(bytes) && none(SPECIAL_6, bytes);
    }

    private static boolean none(List<AddressRange> ranges, byte[] address) {
        return ranges.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... networks) {
        return Arrays.stream(networks).map(AddressRange::of).toList();
    }
}
