package io.swen.platform.web;

import io.swen.platform.problem.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Decides whether the platform may call an address that a user gave, so that nobody can make it speak to the inside of its own
 * network for them. Check an address when it is entered, and call it only through {@link OutboundClients}, which asks again for
 * every connection: a name may mean something else by then.
 */
public final class OutboundGuard {

    private static final int LONGEST = 2_000;
    private static final Duration LOOKUP = Duration.ofSeconds(5);

    private static final Pattern AMBIGUOUS = Pattern.compile("^(?=[0-9.]+$)(?:.*\\.)?0[0-9]");

    /** Answers the addresses of a name. */
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final Set<String> hosts = new HashSet<>();
    private final List<AddressRange> networks = new ArrayList<>();
    private final Lookup lookup;

    OutboundGuard(OutboundProperties properties, Lookup lookup) {
        this.lookup = lookup;
        for (String entry : properties.allowed()) {
            if (entry.isBlank()) {
                throw new IllegalArgumentException("swen.outbound.allowed: an entry is blank");
            }
            if (entry.contains("/")) {
                networks.add(AddressRange.of(entry.strip()));
            } else {
                hosts.add(entry.strip().toLowerCase(Locale.ROOT));
            }
        }
    }

    /**
     * The address that was given, if it may be called.
     *
     * @param field what the problem names
     * @param schemes such as {@code https} and {@code ssh}
     * @throws ProblemException 400 that says what is wrong with it
     */
    public URI check(String field, String given, Set<String> schemes) {
        URI uri = parse(field, given, schemes);
        try {
            resolve(uri.getHost(), port(uri));
        } catch (RefusedAddressException inside) {
            throw refused(field, given, inside.getMessage());
        } catch (UnknownHostException unknown) {
            throw refused(field, given, "an address whose host can be found");
        }
        return uri;
    }

    /**
     * The addresses to connect to, each of them allowed; the very ones that were checked, so that a second answer of the name
     * server cannot slip in.
     *
     * @param port the one that will be connected to
     */
    InetAddress[] resolve(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = addresses(host);
        String name = host.toLowerCase(Locale.ROOT);
        if (hosts.contains(name) || hosts.contains(name + ":" + port)) {
            return addresses;
        }
        for (InetAddress address : addresses) {
            byte[] bytes = address.getAddress();
            if (!PublicAddresses.contains(address) && networks.stream().noneMatch(network -> network.contains(bytes))) {
                throw new RefusedAddressException(
                        "an address on the public internet, or one that swen.outbound.allowed names");
            }
        }
        return addresses;
    }

    private static URI parse(String field, String given, Set<String> schemes) {
        if (given.length() > LONGEST) {
            throw refused(field, given.substring(0, 100) + "…", "at most " + LONGEST + " characters");
        }
        URI uri;
        try {
            uri = new URI(given).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw refused(field, given, "an absolute address such as https://hooks.example.com/swen");
        }
        String scheme = uri.getScheme();
        if (scheme == null || !schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw refused(
                    field,
                    given,
                    "an address that begins with one of "
                            + String.join(
                                    ", ",
                                    schemes.stream()
                                            .sorted()
                                            .map(known -> known + "://")
                                            .toList()));
        }
        // Whether 0177.0.0.1 is octal depends on who reads it.
        if (uri.getHost() == null || AMBIGUOUS.matcher(uri.getHost()).find()) {
            throw refused(field, given, "an address with a host name, or an IP address as it is usually written");
        }
        String user = uri.getRawUserInfo();
        // A user's name is a part of every ssh address; a password never is.
        if (user != null && (!scheme.equalsIgnoreCase("ssh") || user.contains(":"))) {
            throw ProblemException.invalidField(field, null, "an address without user or password");
        }
        if (uri.getRawFragment() != null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refused(field, given, "an address with a port from 1 to 65535, if any, and without a fragment");
        }
        return uri;
    }

    private static int port(URI uri) {
        return uri.getPort() > 0
                ? uri.getPort()
                : switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                    case "http" -> 80;
                    case "https" -> 443;
                    case "ssh" -> 22;
                    case "git" -> 9418;
                    default -> -1;
                };
    }

    private InetAddress[] addresses(String host) throws UnknownHostException {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("outbound-lookup").start(() -> {
            try {
                answer.complete(lookup.of(bare));
            } catch (UnknownHostException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            InetAddress[] addresses =
                    answer.orTimeout(LOOKUP.toMillis(), TimeUnit.MILLISECONDS).join();
            if (addresses.length == 0) {
                throw new UnknownHostException(host);
            }
            return addresses;
        } catch (CompletionException e) {
            UnknownHostException unknown = new UnknownHostException(
                    e.getCause() instanceof TimeoutException ? host + " was not found within " + LOOKUP : host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    private static ProblemException refused(String field, String given, String allowed) {
        return ProblemException.invalidField(field, given, allowed);
    }
}
