package io.swen.identity.session;

import io.swen.platform.SwenProperties;
import io.swen.platform.id.Uuids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/**
 * Tells programs that a session is over (OpenID Connect Back-Channel Logout 1.0). Notices are stored in the transaction that ends
 * the session, so none is lost by a crash, and sent until the program took it or the tries are used up.
 */
@Component
class LogoutNotices {

    private static final Logger LOG = LoggerFactory.getLogger(LogoutNotices.class);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int BATCH = 20;

    private record Notice(UUID id, String clientId, String subject, UUID session, int tries) {}

    private final JdbcTemplate jdbc;
    private final JwtEncoder encoder;
    private final String issuer;
    private final SessionProperties properties;
    private final InstantSource wall = InstantSource.system();
    private final HttpClient http;

    LogoutNotices(JdbcTemplate jdbc, JwtEncoder encoder, SwenProperties swen, SessionProperties properties) {
        this.jdbc = jdbc;
        this.encoder = encoder;
        this.issuer = swen.publicUrl() + "/identity";
        this.properties = properties;
        this.http = HttpClient.newBuilder()
                .connectTimeout(properties.noticeTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Stores a notice in the transaction at hand for each program that has said that it takes them. */
    void add(String subject, UUID session) {
        Timestamp now = Timestamp.from(wall.instant());
        for (String clientId : properties.backChannel().keySet()) {
            jdbc.update(
                    "insert into logout_notice (id, client_id, subject, session_id, created_at, next_try_at, tries)"
                            + " values (?, ?, ?, ?, ?, ?, 0)",
                    Uuids.next(),
                    clientId,
                    subject,
                    session,
                    now,
                    now);
        }
    }

    /** Sends what is due; several instances take different ones. */
    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "PT0.5S")
    void send() {
        for (Notice notice : claim()) {
            if (deliver(notice)) {
                jdbc.update("delete from logout_notice where id = ?", notice.id());
            } else if (notice.tries() >= properties.noticeTries()) {
                jdbc.update("delete from logout_notice where id = ?", notice.id());
                LOG.warn("{} was not told of the end of a session in {} tries", notice.clientId(), notice.tries());
            }
        }
    }

    /** Takes due notices and sets the time of their next try before they are sent, so that a crash only delays them. */
    private List<Notice> claim() {
        Instant now = wall.instant();
        return jdbc.query(
                "update logout_notice set tries = tries + 1,"
                        + " next_try_at = ?::timestamptz + least(? * interval '1 second', power(2, tries) * interval '1 second')"
                        + " where id in (select id from logout_notice where next_try_at <= ? order by next_try_at limit ?"
                        + "   for update skip locked)"
                        + " returning id, client_id, subject, session_id, tries",
                (row, index) -> new Notice(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, UUID.class),
                        row.getInt(5)),
                Timestamp.from(now.plus(properties.noticeTimeout())),
                LONGEST_PAUSE.toSeconds(),
                Timestamp.from(now),
                BATCH);
    }

    private boolean deliver(Notice notice) {
        URI address = properties.backChannel().get(notice.clientId());
        if (address == null) {
            return true;
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(properties.noticeTimeout())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("logout_token=" + token(notice)))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return true;
            }
            LOG.info("{} answered {} to the end of a session", notice.clientId(), status);
            // It understood and will not have it, for instance as it knows no such session; sending again is no use.
            return status == 400;
        } catch (IOException e) {
            LOG.info("{} cannot be told of the end of a session now: {}", notice.clientId(), e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String token(Notice notice) {
        Instant now = wall.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(issuer)
                .subject(notice.subject())
                .audience(List.of(notice.clientId()))
                .issuedAt(now)
                .expiresAt(now.plus(TOKEN_LIFE))
                .id(notice.id().toString())
                .claim("sid", notice.session().toString())
                .claim("events", Map.of(EVENT, Map.of()))
                .build();
        return encoder.encode(JwtEncoderParameters.from(
                        JwsHeader.with(SignatureAlgorithm.RS256)
                                .type("logout+jwt")
                                .build(),
                        claims))
                .getTokenValue();
    }
}
