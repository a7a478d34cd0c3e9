package io.swen.gateway.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** What counts as one caller's address. */
final class Addresses {

    private static final int NETWORK_BYTES = 8;

    private Addresses() {}

    /** Of IPv6 the first 64 bits, as whoever has one such address has them all. */
    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return InetAddress.ofLiteral(address) instanceof Inet6Address long6
                ? HexFormat.of().formatHex(long6.getAddress(), 0, NETWORK_BYTES)
                : address;
    }
}
