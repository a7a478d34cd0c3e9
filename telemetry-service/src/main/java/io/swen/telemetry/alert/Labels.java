package io.swen.telemetry.alert;

import java.util.HashMap;
import java.util.Map;

/** Labels, and what they have to match. */
final class Labels {

    private static final String ANY = "*";

    private Labels() {}

    /** Whether a value is the wanted one; what is wanted may end in an asterisk. */
    static boolean matches(String wanted, String value) {
        return wanted.endsWith(ANY) ? value.startsWith(wanted.substring(0, wanted.length() - 1)) : value.equals(wanted);
    }

    /** Whether all that is wanted is there. */
    static boolean match(Map<String, String> wanted, Map<String, String> labels) {
        return wanted.entrySet().stream().allMatch(entry -> {
            String value = labels.get(entry.getKey());
            return value != null && matches(entry.getValue(), value);
        });
    }

    /** Those of the wanted ones that name exactly one value. */
    static Map<String, String> exact(Map<String, String> wanted) {
        Map<String, String> exact = new HashMap<>(wanted);
        exact.values().removeIf(value -> value.endsWith(ANY));
        return exact;
    }
}
