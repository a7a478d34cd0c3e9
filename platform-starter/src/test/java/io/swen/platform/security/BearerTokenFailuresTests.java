package io.swen.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.problem.Problems;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import tools.jackson.databind.json.JsonMapper;

class BearerTokenFailuresTests {

    @Test
    void tellsAnUnreachableIssuerFromABadToken() throws ServletException, IOException {
        MockHttpServletResponse outage = answerTo(new AuthenticationServiceException("connection refused"));
        assertThat(outage.getStatus()).isEqualTo(503);
        assertThat(outage.getHeader("Retry-After")).isEqualTo("2");
        assertThat(outage.getContentAsString()).contains("\"code\":\"unavailable\"");

        assertThat(answerTo(new InvalidBearerTokenException("expired")).getStatus())
                .isEqualTo(401);
    }

    private static MockHttpServletResponse answerTo(AuthenticationException refused)
            throws ServletException, IOException {
        BearerTokenAuthenticationFilter filter = new BearerTokenFailures(
                        new Problems(new JsonMapper()), (request, response, why) -> response.setStatus(401))
                .postProcess(new BearerTokenAuthenticationFilter((AuthenticationManager) authentication -> {
                    throw refused;
                }));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/things");
        request.addHeader("Authorization", "Bearer abc");
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
