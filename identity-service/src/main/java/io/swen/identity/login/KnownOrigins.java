package io.swen.identity.login;

import io.swen.identity.login.LoginThrottle.Origin;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Remembers, as hashes, the browsers and addresses from which somebody has logged in with everything that was asked for. */
@Component
class KnownOrigins {

    static final String COOKIE = "SWEN_BROWSER";
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int VALUE_BYTES = 32;

    /** Of one person; the ones seen longest ago go first. */
    private static final int MOST = 20;

    private final JdbcTemplate jdbc;
    private final Users users;
    private final Duration knownFor;
    private final InstantSource wall = InstantSource.system();
    private final SecureRandom random = new SecureRandom();

    KnownOrigins(JdbcTemplate jdbc, Users users, LoginProperties properties) {
        this.jdbc = jdbc;
        this.users = users;
        this.knownFor = properties.knownFor();
    }

    /** Where this request comes from, as far as somebody of this name is concerned. */
    Origin of(HttpServletRequest request, String username) {
        String address = request.getRemoteAddr();
        Optional<UUID> user = users.find(username).map(User::actorId);
        if (user.isEmpty()) {
            return new Origin(username, address, false, null);
        }
        String browser = browser(request);
        boolean knownBrowser = browser != null && isKnown(user.get(), "browser:" + browser);
        return new Origin(username, address, isKnown(user.get(), "address:" + address), knownBrowser ? browser : null);
    }

    /** Remembers browser and address; the browser gets a cookie where it has none. */
    void remember(HttpServletRequest request, HttpServletResponse response, User user) {
        String browser = browser(request);
        if (browser == null) {
            byte[] bytes = new byte[VALUE_BYTES];
            random.nextBytes(bytes);
            browser = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, browser)
                        .path(request.getContextPath())
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .maxAge(knownFor)
                        .build()
                        .toString());
        Instant now = wall.instant();
        store(user.actorId(), "browser:" + browser, now);
        store(user.actorId(), "address:" + request.getRemoteAddr(), now);
        jdbc.update(
                "delete from known_origin where user_id = ? and origin_hash not in"
                        + " (select origin_hash from known_origin where user_id = ? order by seen_at desc limit ?)",
                user.actorId(),
                user.actorId(),
                MOST);
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forgetOld() {
        jdbc.update("delete from known_origin where seen_at < ?", Timestamp.from(oldest()));
    }

    private boolean isKnown(UUID user, String origin) {
        return !jdbc.queryForList(
                        "select 1 from known_origin where user_id = ? and origin_hash = ? and seen_at >= ?",
                        user,
                        hash(user, origin),
                        Timestamp.from(oldest()))
                .isEmpty();
    }

    private void store(UUID user, String origin, Instant now) {
        jdbc.update(
                "insert into known_origin (user_id, origin_hash, seen_at) values (?, ?, ?)"
                        + " on conflict (user_id, origin_hash) do update set seen_at = excluded.seen_at",
                user,
                hash(user, origin),
                Timestamp.from(now));
    }

    private Instant oldest() {
        return wall.instant().minus(knownFor);
    }

    private static @Nullable String browser(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)
                        && VALUE.matcher(cookie.getValue()).matches()) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    private static byte[] hash(UUID user, String origin) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((user + ":" + origin).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
