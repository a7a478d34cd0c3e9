package io.swen.identity.mfa;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/** The factors that a login can show, by the names of their authorities; each carries the moment at which it was shown. */
public final class Factor {

    public static final String PASSWORD = FactorGrantedAuthority.PASSWORD_AUTHORITY;
    public static final String TOTP = "FACTOR_TOTP";
    public static final String RECOVERY_CODE = "FACTOR_RECOVERY_CODE";
    public static final String WEBAUTHN = FactorGrantedAuthority.WEBAUTHN_AUTHORITY;
    public static final String FEDERATED = "FACTOR_FEDERATED";

    /** Beside {@link #FEDERATED} where the external issuer saw a second factor. */
    public static final String FEDERATED_MFA = "FACTOR_FEDERATED_MFA";

    /** What a login can begin with. */
    private static final Set<String> FIRST = Set.of(PASSWORD, WEBAUTHN, FEDERATED);

    /** What makes it a login with more than one factor; a passkey verifies its holder, so it is two at once. */
    private static final Set<String> SECOND = Set.of(TOTP, RECOVERY_CODE, WEBAUTHN, FEDERATED_MFA);

    private Factor() {}

    /** A factor that was shown at this moment. */
    public static FactorGrantedAuthority shown(String authority, Instant at) {
        return FactorGrantedAuthority.withAuthority(authority).issuedAt(at).build();
    }

    /** When the login began, or began anew; at an external issuer where that is what it began with. */
    public static Optional<Instant> firstAt(Authentication login) {
        Optional<Instant> federated = latest(login, Set.of(FEDERATED));
        return federated.isPresent() ? federated : latest(login, FIRST);
    }

    /** Whether an external issuer has seen a second factor. */
    public static boolean isFederatedSecond(Authentication login) {
        return latest(login, Set.of(FEDERATED_MFA)).isPresent();
    }

    /** When the latest second factor was shown. */
    public static Optional<Instant> secondAt(Authentication login) {
        return latest(login, SECOND);
    }

    private static Optional<Instant> latest(Authentication login, Set<String> factors) {
        return login.getAuthorities().stream()
                .filter(authority -> authority instanceof FactorGrantedAuthority
                        && factors.contains(String.valueOf(authority.getAuthority())))
                .map(factor -> ((FactorGrantedAuthority) factor).getIssuedAt())
                .max(Instant::compareTo);
    }
}
