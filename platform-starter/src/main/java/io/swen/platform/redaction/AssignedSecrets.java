package io.swen.platform.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks the value after a name that says it is a secret: {@code password=…}, {@code "client_secret": "…"}, {@code Cookie: …}. The
 * names are looked for by hand, because a text with none of them, which is nearly every one, should cost next to nothing.
 */
final class AssignedSecrets {

    private static final String[] A = {
        "authorization", "api_key", "api-key", "apikey", "access_key", "access-key", "accesskey"
    };
    private static final String[] C = {"cookie", "credential"};
    private static final String[] P = {"password", "passwd", "passphrase", "private_key", "private-key", "privatekey"};
    private static final String[] S = {"secret", "signature"};
    private static final String[] T = {"token", "totp"};
    private static final String[] NONE = {};

    /**
     * From the end of the name: the rest of it, the sign between, a scheme; then the value, up to what can end one. What follows the
     * name of an exception is its message.
     */
    private static final Pattern VALUE = Pattern.compile(
            "((?![A-Za-z0-9_]{0,24}(?:Exception|Error)\\b)[A-Za-z0-9_-]{0,24}+(?:=|[\"']? ?: ?|[\"'] ?= ?)[\"']?"
                    + "(?:(?:Bearer|Basic|bearer|basic|DPoP) )?)"
                    + "(?!\\[redacted|redacted|Bearer|Basic|bearer|basic|DPoP|null\\b|true\\b|false\\b|is\\b|has\\b|was\\b|the\\b)"
                    + "[^\\s\"'&,;)\\]}<>]{4,}+");

    private AssignedSecrets() {}

    static String mask(String text) {
        if (text.indexOf('=') < 0 && text.indexOf(':') < 0) {
            return text;
        }
        StringBuilder masked = null;
        Matcher value = null;
        int copied = 0;
        for (int at = 0; at < text.length(); at++) {
            int end = nameAt(text, at);
            if (end > 0) {
                value = value == null ? VALUE.matcher(text) : value;
                value.region(end, text.length());
                if (value.lookingAt()) {
                    masked = masked == null ? new StringBuilder(text.length()) : masked;
                    masked.append(text, copied, value.end(1)).append(Redaction.MASK);
                    copied = value.end();
                    at = copied - 1;
                } else {
                    at = end - 1;
                }
            }
        }
        return masked == null
                ? text
                : masked.append(text, copied, text.length()).toString();
    }

    /** Where a name ends that begins here; 0 if none does. */
    private static int nameAt(String text, int at) {
        for (String name : beginningWith(text.charAt(at))) {
            if (text.regionMatches(true, at, name, 0, name.length())) {
                return at + name.length();
            }
        }
        return 0;
    }

    private static String[] beginningWith(char letter) {
        return switch (letter) {
            case 'a', 'A' -> A;
            case 'c', 'C' -> C;
            case 'p', 'P' -> P;
            case 's', 'S' -> S;
            case 't', 'T' -> T;
            default -> NONE;
        };
    }
}
