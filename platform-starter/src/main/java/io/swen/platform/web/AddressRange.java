package io.swen.platform.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A network in CIDR notation. */
record AddressRange(byte[] network, int prefix) {

    static AddressRange of(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            // Only literals: this must never ask a name server.
            byte[] network = InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash))
                    .getAddress();
            int prefix = slash < 0 ? network.length * Byte.SIZE : Integer.parseInt(cidr.substring(slash + 1));
            if (prefix < 0 || prefix > network.length * Byte.SIZE) {
                throw new IllegalArgumentException("the prefix of " + cidr + " does not fit its address");
            }
            return new AddressRange(network, prefix);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(cidr + " is not a network such as 10.0.0.0/8", notANumber);
        }
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || (address[whole] ^ network[whole]) >> (Byte.SIZE - rest) == 0;
    }

    /** The same address without the way it was written: one that is mapped into IPv6 counts as what it maps. */
    static InetAddress plain(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && range.prefix == prefix && Arrays.equals(range.network, network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefix;
    }

    @Override
    public String toString() {
        return plain(network).getHostAddress() + "/" + prefix;
    }
}
