package io.swen.identity.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Reads token exchanges whose subject is an API key; all others are left to Spring Authorization Server. */
final class ApiKeyGrantConverter implements AuthenticationConverter {

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        if (!AuthorizationGrantType.TOKEN_EXCHANGE
                        .getValue()
                        .equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE))
                || !ApiKeyGrant.TOKEN_TYPE.equals(request.getParameter(OAuth2ParameterNames.SUBJECT_TOKEN_TYPE))) {
            return null;
        }
        Authentication client = SecurityContextHolder.getContext().getAuthentication();
        String[] keys = request.getParameterValues(OAuth2ParameterNames.SUBJECT_TOKEN);
        if (client == null || request.getQueryString() != null || keys == null || keys.length != 1) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_REQUEST, "subject_token must be sent once, and in the body", null));
        }
        String[] audiences = request.getParameterValues(OAuth2ParameterNames.AUDIENCE);
        return new ApiKeyGrant(client, keys[0], audiences == null ? List.of() : List.of(audiences));
    }
}
