package io.swen.identity.issuer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * What a login was proven with, in the terms of OpenID Connect.
 *
 * @param amr authentication methods by RFC 8176
 * @param authTime when the latest of them was shown; null where the login does not say
 * @param mfaTime when the latest second factor was shown; null where there was none
 */
record Factors(
        List<String> amr,
        @Nullable Instant authTime,
        @Nullable Instant mfaTime) {

    static final String PASSWORD_ONLY = "urn:swen:acr:pwd";
    static final String MULTI_FACTOR = "urn:swen:acr:mfa";

    private static final String PASSWORD = "FACTOR_PASSWORD";
    private static final String FEDERATED = "FACTOR_FEDERATED";
    /** Beside {@value #FEDERATED} where the external issuer said that it saw a second factor. */
    private static final String FEDERATED_MFA = "FACTOR_FEDERATED_MFA";

    private static final String TOTP = "FACTOR_TOTP";
    private static final String RECOVERY_CODE = "FACTOR_RECOVERY_CODE";
    private static final String WEBAUTHN = "FACTOR_WEBAUTHN";
    private static final Set<String> SECOND = Set.of(TOTP, RECOVERY_CODE, WEBAUTHN, FEDERATED_MFA);

    Factors {
        amr = List.copyOf(amr);
    }

    static Factors of(Collection<? extends GrantedAuthority> authorities) {
        Instant authTime = null;
        Instant mfaTime = null;
        List<String> shown = new ArrayList<>();
        for (GrantedAuthority each : authorities) {
            if (each instanceof FactorGrantedAuthority factor) {
                shown.add(factor.getAuthority());
                authTime = later(authTime, factor.getIssuedAt());
                if (SECOND.contains(factor.getAuthority())) {
                    mfaTime = later(mfaTime, factor.getIssuedAt());
                }
            }
        }
        return new Factors(methods(shown, mfaTime != null), authTime, mfaTime);
    }

    String acr() {
        return mfaTime == null ? PASSWORD_ONLY : MULTI_FACTOR;
    }

    private static List<String> methods(List<String> shown, boolean several) {
        List<String> amr = new ArrayList<>();
        if (shown.contains(PASSWORD)) {
            amr.add("pwd");
        }
        if (shown.contains(FEDERATED)) {
            amr.add("fed");
        }
        if (shown.contains(TOTP) || shown.contains(RECOVERY_CODE)) {
            amr.add("otp");
        }
        if (shown.contains(WEBAUTHN)) {
            amr.add("hwk");
            if (amr.size() == 1) {
                // Alone it is possession and, as the authenticator verified the person, knowledge or body at once.
                amr.add("user");
            }
        }
        if (several) {
            amr.add("mfa");
        }
        return amr;
    }

    private static Instant later(@Nullable Instant known, Instant other) {
        return known == null || other.isAfter(known) ? other : known;
    }
}
