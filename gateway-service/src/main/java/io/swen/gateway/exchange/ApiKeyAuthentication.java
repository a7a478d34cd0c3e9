package io.swen.gateway.exchange;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.ActorAuthentication;
import io.swen.platform.security.ApiKeyFormat;
import java.util.Objects;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/** Lets programs in by their API key: the issuer says in a short-lived token whose key it is and what it may do. */
@Component
public class ApiKeyAuthentication {

    private static final String GATEWAY = "swen-gateway";
    private static final String REFUSED = "the API key is not known, has expired or was revoked";

    private final TokenExchange exchange;
    private final JwtDecoder decoder;

    ApiKeyAuthentication(TokenExchange exchange, JwtDecoder decoder) {
        this.exchange = exchange;
        this.decoder = decoder;
    }

    /** The caller behind a key; a failure says whether the key is no good or cannot be checked at the moment. */
    public ActorAuthentication authenticate(String value) {
        if (!ApiKeyFormat.isWellFormed(value)) {
            throw new InvalidBearerTokenException(REFUSED);
        }
        Credential.ApiKey key = new Credential.ApiKey(value);
        try {
            ActorAuthentication caller = Objects.requireNonNull(
                    ActorAuthentication.converter().convert(decoder.decode(exchange.tokenFor(key, GATEWAY))));
            caller.setDetails(key);
            return caller;
        } catch (ProblemException refused) {
            throw refused.code() == ErrorCode.UNAUTHENTICATED
                    ? new InvalidBearerTokenException(refused.detail())
                    : new AuthenticationServiceException(refused.detail(), refused);
        } catch (BadJwtException wrong) {
            throw new AuthenticationServiceException("the issuer gave a token that is not usable here", wrong);
        } catch (JwtException keysMissing) {
            throw new AuthenticationServiceException(String.valueOf(keysMissing.getMessage()), keysMissing);
        }
    }

    /** Whether a key that was good still is; it counts as good while the issuer cannot be asked. */
    public boolean isStillGood(Credential.ApiKey key) {
        try {
            exchange.tokenFor(key, GATEWAY);
            return true;
        } catch (ProblemException refused) {
            return refused.code() != ErrorCode.UNAUTHENTICATED;
        }
    }
}
