package io.swen.gateway.session;

import io.swagger.v3.oas.annotations.Hidden;
import io.swen.gateway.exchange.TokenExchange;
import io.swen.platform.security.LogoutTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Is told by the issuer that a login is over, and ends the browsers' sessions that came of it. */
@RestController
class BackChannelLogoutController {

    static final String PATH = "/logout/connect/back-channel/swen";
    private static final Logger LOG = LoggerFactory.getLogger(BackChannelLogoutController.class);

    private final LogoutTokens tokens;
    private final PersonalSessions sessions;
    private final TokenExchange exchange;
    private final SessionProperties properties;
    private final JdbcTemplate jdbc;
    private final InstantSource wall = InstantSource.system();

    BackChannelLogoutController(
            LogoutTokens tokens,
            PersonalSessions sessions,
            TokenExchange exchange,
            SessionProperties properties,
            JdbcTemplate jdbc) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.exchange = exchange;
        this.properties = properties;
        this.jdbc = jdbc;
    }

    @Hidden
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> logout(HttpServletRequest request) throws IOException {
        LogoutTokens.Logout logout = tokens.accept(request);
        // Also where there is no browser: a program may have shown the token of that login a moment ago.
        exchange.forget(logout.subject(), logout.session());
        String subject = logout.subject() == null ? subjectOf(logout.session()) : logout.subject();
        String issuerSession = logout.session();
        int ended = subject == null
                ? 0
                : sessions.end(
                        subject,
                        held -> issuerSession == null || issuerSession.equals(held.issuerSession()),
                        "ended by the issuer");
        LOG.info("the issuer ended {} sessions", ended);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).build();
    }

    /** Forgets logins that are over whatever happened. */
    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forget() {
        jdbc.update(
                "delete from issuer_session where at < ?",
                Timestamp.from(wall.instant().minus(properties.absolute())));
    }

    private @Nullable String subjectOf(@Nullable String issuerSession) {
        return jdbc
                .query(
                        "select subject from issuer_session where sid = ?",
                        (row, number) -> row.getString(1),
                        issuerSession)
                .stream()
                .findFirst()
                .orElse(null);
    }
}
