package io.swen.gateway.session;

import io.swagger.v3.oas.annotations.Hidden;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Is told by the issuer that a login is over, and ends the browsers' sessions that came of it. */
@RestController
class BackChannelLogoutController {

    static final String PATH = "/logout/connect/back-channel/swen";
    private static final Logger LOG = LoggerFactory.getLogger(BackChannelLogoutController.class);
    private static final String PARAMETER = "logout_token=";
    private static final int LONGEST = 16 * 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final LogoutTokens tokens;
    private final PersonalSessions sessions;
    private final SessionProperties properties;
    private final JdbcTemplate jdbc;
    private final InstantSource wall = InstantSource.system();

    BackChannelLogoutController(
            LogoutTokens tokens, PersonalSessions sessions, SessionProperties properties, JdbcTemplate jdbc) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.properties = properties;
        this.jdbc = jdbc;
    }

    @Hidden
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> logout(HttpServletRequest request) throws IOException {
        LogoutTokens.Logout logout = accept(tokenIn(request));
        String subject = logout.subject() == null ? subjectOf(logout.issuerSession()) : logout.subject();
        String issuerSession = logout.issuerSession();
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

    /** Read from the body itself: the filter that keeps forms whole for the services hides their parameters. */
    private static String tokenIn(HttpServletRequest request) throws IOException {
        String form = new String(request.getInputStream().readNBytes(LONGEST), StandardCharsets.US_ASCII);
        return Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith(PARAMETER))
                .map(pair -> URLDecoder.decode(pair.substring(PARAMETER.length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    private LogoutTokens.Logout accept(String token) {
        try {
            return tokens.accept(token);
        } catch (BadJwtException unacceptable) {
            LOG.warn("a logout token was refused: {}", unacceptable.getMessage());
            throw ProblemException.invalidField(
                    "logout_token", null, "a fresh logout token of this issuer for this client");
        } catch (JwtException keysMissing) {
            throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, "the issuer's keys are out of reach", RETRY_AFTER);
        }
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
