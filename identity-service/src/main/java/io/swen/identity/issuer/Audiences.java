package io.swen.identity.issuer;

import io.swen.platform.client.SwenService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** The services that a token can be meant for. */
final class Audiences {

    static final String GATEWAY = "swen-gateway";

    private static final List<String> KNOWN = Stream.concat(
                    Stream.of(GATEWAY), Arrays.stream(SwenService.values()).map(service -> "swen-" + service.id()))
            .toList();

    private Audiences() {}

    /**
     * The one audience that was asked for; refuses none, several and unknown ones (RFC 8693, section 2.2.2). A plain array list, as
     * stored claims are read back by class name and only well-known classes are let in.
     */
    static List<String> one(Collection<String> asked) {
        if (asked.size() != 1 || !KNOWN.contains(asked.iterator().next())) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    "invalid_target", "audience must be given once and be one of " + String.join(", ", KNOWN), null));
        }
        return new ArrayList<>(asked);
    }
}
