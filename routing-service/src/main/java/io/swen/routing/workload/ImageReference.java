package io.swen.routing.workload;

import org.jspecify.annotations.Nullable;

/**
 * A container image name, parsed by the reference grammar of the OCI distribution project: {@code [domain/]path[:tag][@digest]}.
 *
 * @param domain the registry, null where the name leaves it to the runtime
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference">the grammar</a>
 */
record ImageReference(
        @Nullable String domain,
        String path,
        @Nullable String tag,
        @Nullable String digest) {

    static final int LONGEST_NAME = 255;
    private static final int LONGEST_TAG = 128;
    private static final int SHORTEST_DIGEST = 32;
    private static final int LONGEST_DIGEST = 512;

    /**
     * Parses a reference.
     *
     * @throws IllegalArgumentException saying which part breaks the grammar
     */
    static ImageReference parse(String text) {
        if (text.length() > LONGEST_NAME + LONGEST_TAG + LONGEST_DIGEST) {
            throw new IllegalArgumentException("the image name is too long");
        }
        String rest = text;
        String digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = digest(rest.substring(at + 1));
            rest = rest.substring(0, at);
        }
        String tag = null;
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = tag(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        if (rest.isEmpty() || rest.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the image's repository must have 1 to " + LONGEST_NAME + " characters");
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        boolean domainGiven = slash >= 0 && isDomainLike(first);
        String domain = domainGiven ? domain(first) : null;
        String path = domainGiven ? rest.substring(slash + 1) : rest;
        for (String component : path.split("/", -1)) {
            pathComponent(component);
        }
        return new ImageReference(domain, path, tag, digest);
    }

    private static boolean isDomainLike(String first) {
        return first.equals("localhost")
                || first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static String domain(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (colon >= 0) {
            String port = text.substring(colon + 1);
            if (port.isEmpty()
                    || port.length() > 5
                    || !port.chars().allMatch(ImageReference::isDigit)
                    || Integer.parseInt(port) > 65_535) {
                throw new IllegalArgumentException("the registry's port is " + port);
            }
        }
        for (String label : host.split("\\.", -1)) {
            boolean letters = !label.isEmpty()
                    && label.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-')
                    && label.charAt(0) != '-'
                    && label.charAt(label.length() - 1) != '-';
            if (!letters) {
                throw new IllegalArgumentException("the registry's name is " + text);
            }
        }
        return text;
    }

    /** Lower-case letters and digits, parted by one dot, one or two underscores, or any number of dashes. */
    private static void pathComponent(String component) {
        int i = 0;
        boolean separatorAllowed = false;
        while (i < component.length()) {
            char c = component.charAt(i);
            if (isLower(c) || isDigit(c)) {
                separatorAllowed = true;
                i++;
                continue;
            }
            int end = i;
            while (end < component.length() && component.charAt(end) == c) {
                end++;
            }
            int run = end - i;
            boolean separator = (c == '.' && run == 1) || (c == '_' && run <= 2) || c == '-';
            if (!separator || !separatorAllowed || end == component.length()) {
                throw new IllegalArgumentException("the image's path has the component '" + component + "'");
            }
            separatorAllowed = false;
            i = end;
        }
        if (component.isEmpty()) {
            throw new IllegalArgumentException("the image's path has an empty component");
        }
    }

    private static String tag(String text) {
        boolean fits = !text.isEmpty()
                && text.length() <= LONGEST_TAG
                && text.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '-')
                && text.charAt(0) != '.'
                && text.charAt(0) != '-';
        if (!fits) {
            throw new IllegalArgumentException("the image's tag is '" + text + "'");
        }
        return text;
    }

    private static String digest(String text) {
        int colon = text.indexOf(':');
        String algorithm = colon < 0 ? "" : text.substring(0, colon);
        String hex = colon < 0 ? "" : text.substring(colon + 1);
        boolean algorithmFits = !algorithm.isEmpty()
                && isLetter(algorithm.charAt(0))
                && isLetterOrDigit(algorithm.charAt(algorithm.length() - 1))
                && algorithm.chars().allMatch(c -> isLetterOrDigit(c) || c == '+' || c == '.' || c == '-' || c == '_');
        boolean hexFits = hex.length() >= SHORTEST_DIGEST
                && hex.length() <= LONGEST_DIGEST
                && hex.chars().allMatch(c -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        boolean lengthFits = switch (algorithm) {
            case "sha256" -> hex.length() == 64;
            case "sha512" -> hex.length() == 128;
            default -> true;
        };
        if (!algorithmFits || !hexFits || !lengthFits) {
            throw new IllegalArgumentException("the image's digest is '" + text + "'");
        }
        return text;
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isLetter(int c) {
        return isLower(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(int c) {
        return isLetter(c) || isDigit(c);
    }
}
