package io.swen.platform.security;

import java.util.Locale;

/** What a caller is; the names stand in tokens in lower case. */
public enum Role {
    VIEWER,
    OPERATOR,
    APPROVER,
    ADMIN,
    AUDITOR,
    SERVICE;

    /** The name of the authority that Spring Security knows it by. */
    String authority() {
        return "ROLE_" + name().toLowerCase(Locale.ROOT);
    }

    /** The role of a claim's value. */
    static Role of(String claim) {
        return valueOf(claim.toUpperCase(Locale.ROOT));
    }
}
