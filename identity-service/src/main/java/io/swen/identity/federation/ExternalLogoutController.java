package io.swen.identity.federation;

import io.swagger.v3.oas.annotations.Hidden;
import io.swen.platform.security.LogoutTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Is told by the external issuer that a login there is over, and ends what came of it here; programs are told in turn. */
@RestController
class ExternalLogoutController {

    /** Below the issuer's own address. */
    static final String PATH = "/logout/connect/back-channel/" + Federation.ID;

    private static final Logger LOG = LoggerFactory.getLogger(ExternalLogoutController.class);

    private final Federation federation;

    ExternalLogoutController(Federation federation) {
        this.federation = federation;
    }

    @Hidden
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> logout(HttpServletRequest request) throws IOException {
        LogoutTokens.Logout logout = federation.logoutTokens().accept(request);
        LOG.info("the external issuer ended {} sessions", federation.end(logout));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).build();
    }
}
