package io.swen.gateway.session;

import io.swen.platform.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;

/** Where in the dashboard a login ends: only ever a page of it, never another site. */
final class ReturnPath {

    static final String HOME = "/ui/";
    private static final int LONGEST = 1_000;
    private static final String ALLOWED = "a path of the dashboard such as /ui/approvals";

    private ReturnPath() {}

    /** The path as it was given, if it is one. */
    static String of(String given) {
        URI uri;
        try {
            uri = new URI(given);
        } catch (URISyntaxException e) {
            throw refused(given);
        }
        // Decoded, as browsers and proxies decode before they look for dots and slashes.
        String path = uri.getPath();
        boolean ours = given.length() <= LONGEST
                && given.startsWith(HOME)
                && uri.getScheme() == null
                && uri.getRawAuthority() == null
                && path != null
                && path.startsWith(HOME)
                && !path.contains("//")
                && path.chars().noneMatch(letter -> letter == '\\' || letter == '%' || Character.isISOControl(letter));
        if (!ours) {
            throw refused(given);
        }
        for (String part : path.split("/")) {
            if (part.equals(".") || part.equals("..") || part.startsWith("..;")) {
                throw refused(given);
            }
        }
        return given;
    }

    private static ProblemException refused(String given) {
        return ProblemException.invalidField(
                "return_to", given.length() > 100 ? given.substring(0, 100) + "…" : given, ALLOWED);
    }
}
