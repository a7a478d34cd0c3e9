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
 * @param keysDir folder of the signing key; made at the first start
 * @param accessTokenLife how long an access token is good for
 * @param refreshTokenLife how long a browser session can go on without a new login
 */
@ConfigurationProperties("swen.identity.issuer")
record IssuerProperties(
        @Nullable String clientsFile,
        Path keysDir,
        @DefaultValue("10m") Duration accessTokenLife,
        @DefaultValue("12h") Duration refreshTokenLife) {

    IssuerProperties {
        if (!accessTokenLife.isPositive() || refreshTokenLife.compareTo(accessTokenLife) <= 0) {
            throw new IllegalArgumentException(
                    "swen.identity.issuer: refresh-token-life must be longer than access-token-life, both positive");
        }
    }
}
