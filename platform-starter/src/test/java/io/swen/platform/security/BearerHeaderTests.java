package io.swen.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

/** Which Authorization headers carry a token. */
class BearerHeaderTests {

    private final BearerHeader header = new BearerHeader();

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a.b-c_d~e+f/g", "0", "abc=", "abc=="})
    void takesWhatTheStandardCallsAToken(String token) {
        assertThat(resolve("Bearer " + token)).isEqualTo(token);
        assertThat(resolve("bEARER " + token)).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer  abc",
                "Bearerabc",
                "Bearer a b",
                "Bearer a=b",
                "Bearer =",
                "Bearer ä",
                "Bearer a,b",
                "Bearer abc\u0000"
            })
    void refusesAMalformedOne(String given) {
        assertThatThrownBy(() -> resolve(given)).isInstanceOf(OAuth2AuthenticationException.class);
    }

    @Test
    void leavesOtherSchemesAndOtherPlacesAlone() {
        assertThat(resolve(null)).isNull();
        assertThat(resolve("Basic YTpi")).isNull();
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/workload");
        request.setParameter("access_token", "abc");
        assertThat(header.resolve(request)).isNull();
    }

    private @Nullable String resolve(@Nullable String value) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/workload");
        if (value != null) {
            request.addHeader("Authorization", value);
        }
        return header.resolve(request);
    }
}
