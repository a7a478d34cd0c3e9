package io.swen.identity.issuer;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens are issued.
 *
 * @param clientsFile JSON {@code [{"client_id","client_secret"}]}; blank where no service logs in here
 * @param keysDir folder of the signing keys; made at the first start
 * @param accessTokenLife how long an access token is good for
 * @param refreshTokenLife how long a browser session can go on without a new login
 * @param signingKeyLife how long a key signs before the next one does
 * @param signingKeyLead how long the next key is published before it signs; longer than services keep the published ones
 * @param signingKeyKept how long a key is published after it signed last; longer than any token lives
 */
@ConfigurationProperties("swen.identity.issuer")
record IssuerProperties(
        @Nullable String clientsFile,
        Path keysDir,
        @DefaultValue("10m") Duration accessTokenLife,
        @DefaultValue("12h") Duration refreshTokenLife,
        @DefaultValue("30d") Duration signingKeyLife,
        @DefaultValue("10m") Duration signingKeyLead,
        @DefaultValue("1h") Duration signingKeyKept) {

    /** ID tokens of Spring Authorization Server live that long. */
    private static final Duration LONGEST_TOKEN = Duration.ofMinutes(30);

    IssuerProperties {
        if (!accessTokenLife.isPositive() || refreshTokenLife.compareTo(accessTokenLife) <= 0) {
            throw new IllegalArgumentException(
                    "swen.identity.issuer: refresh-token-life must be longer than access-token-life, both positive");
        }
        if (signingKeyLead.isNegative()
                || signingKeyLife.compareTo(signingKeyLead) <= 0
                || signingKeyKept.compareTo(accessTokenLife) < 0
                || signingKeyKept.compareTo(LONGEST_TOKEN) < 0) {
            throw new IllegalArgumentException("swen.identity.issuer: signing-key-life must be longer than"
                    + " signing-key-lead, signing-key-kept no shorter than access-token-life and " + LONGEST_TOKEN);
        }
    }
}
