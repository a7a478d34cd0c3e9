package io.swen.identity.session;

import io.swen.identity.user.User;
import io.swen.identity.user.UserSuspended;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Begins, lists and ends sessions; with a session end the browser's login and all that was granted from it. */
@Service
public class LoginSessions {

    private static final Logger LOG = LoggerFactory.getLogger(LoginSessions.class);
    /** Survives the change of the browser's session id at a login, so it names the session for as long as it lives. */
    private static final String ATTRIBUTE = "swen.session";

    /** The attribute of a browser's session that holds the external issuer's name for the login there. */
    public static final String EXTERNAL = "swen.external-session";

    private static final int LONGEST_AGENT = 300;
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);
    private static final int BATCH = 5_000;

    private final JdbcTemplate jdbc;
    private final FindByIndexNameSessionRepository<? extends Session> browsers;
    private final Users users;
    private final AuditLog audit;
    private final LogoutNotices notices;
    private final SessionProperties properties;
    private final InstantSource wall = InstantSource.system();

    LoginSessions(
            JdbcTemplate jdbc,
            FindByIndexNameSessionRepository<? extends Session> browsers,
            Users users,
            AuditLog audit,
            LogoutNotices notices,
            SessionProperties properties) {
        this.jdbc = jdbc;
        this.browsers = browsers;
        this.users = users;
        this.audit = audit;
        this.notices = notices;
        this.properties = properties;
    }

    /**
     * The session of the browser that made this request, begun now where it has none for this person.
     *
     * @param life how long what is granted now can go on without a new login
     */
    @Transactional
    public UUID of(HttpServletRequest request, String username, Duration life) {
        User user = users.find(username).orElseThrow(() -> new IllegalStateException("a login of nobody"));
        Instant now = wall.instant();
        HttpSession browser = request.getSession();
        Object known = browser.getAttribute(ATTRIBUTE);
        Object external = browser.getAttribute(EXTERNAL);
        if (known != null) {
            UUID id = UUID.fromString(known.toString());
            int prolonged = jdbc.update(
                    "update login_session set last_seen_at = ?, expires_at = ?, external_session = ? where id = ?"
                            + " and user_id = ? and ended_at is null",
                    Timestamp.from(now),
                    Timestamp.from(now.plus(life)),
                    external,
                    id,
                    user.actorId());
            if (prolonged == 1) {
                return id;
            }
        }
        UUID id = Uuids.next();
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        jdbc.update(
                "insert into login_session (id, user_id, started_at, last_seen_at, expires_at, address, user_agent,"
                        + " external_session) values (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                user.actorId(),
                Timestamp.from(now),
                Timestamp.from(now),
                Timestamp.from(now.plus(life)),
                request.getRemoteAddr(),
                agent == null ? "" : plain(agent),
                external);
        browser.setAttribute(ATTRIBUTE, id.toString());
        return id;
    }

    /** Whether the browser that made this request is the one of the session. */
    public boolean isOf(HttpServletRequest request, UUID session) {
        HttpSession browser = request.getSession(false);
        return browser != null && session.toString().equals(browser.getAttribute(ATTRIBUTE));
    }

    /** Notes which session an authorization was granted from. */
    public void granted(String authorizationId, UUID session) {
        jdbc.update("update oauth2_authorization set session_id = ? where id = ?", session, authorizationId);
    }

    /** Notes that the session is in use, at most once a minute. */
    public void seen(UUID session) {
        Instant now = wall.instant();
        jdbc.update(
                "update login_session set last_seen_at = ? where id = ? and last_seen_at < ?",
                Timestamp.from(now),
                session,
                Timestamp.from(now.minus(SEEN_STEP)));
    }

    /** The sessions of a person that go on, newest first; {@code current} is the caller's own or null. */
    @Transactional(readOnly = true)
    public List<LoginSession> list(UUID user, @Nullable UUID current) {
        return jdbc.query(
                "select id, started_at, last_seen_at, address, user_agent from login_session"
                        + " where user_id = ? and ended_at is null and expires_at > ? order by id desc limit 200",
                (row, index) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new LoginSession(
                            id,
                            row.getTimestamp("started_at").toInstant(),
                            row.getTimestamp("last_seen_at").toInstant(),
                            row.getString("address"),
                            row.getString("user_agent"),
                            id.equals(current));
                },
                user,
                Timestamp.from(wall.instant()));
    }

    /** Whether there is a person with this id who may have sessions. */
    boolean isUser(UUID user) {
        return users.find(user).isPresent();
    }

    /** Ends one session of a person; false if there is none of them with this id that goes on. */
    @Transactional
    public boolean end(UUID user, UUID session, String why) {
        Optional<User> owner = users.find(user);
        if (owner.isEmpty() || !close(owner.get(), session, why)) {
            return false;
        }
        browsers.findByPrincipalName(owner.get().name()).forEach((id, browser) -> {
            if (session.toString().equals(browser.getAttribute(ATTRIBUTE))) {
                browsers.deleteById(id);
            }
        });
        return true;
    }

    /**
     * Ends the sessions that began with a login at the external issuer, with the browsers' logins that came of it.
     *
     * @param user whose they have to be; null for whoever's
     * @param external the external issuer's name for the login
     */
    @Transactional
    public int endExternal(@Nullable UUID user, String external, String why) {
        record Open(UUID user, UUID session) {}
        List<Open> open = jdbc.query(
                "select user_id, id from login_session where external_session = ? and ended_at is null"
                        + " and (?::uuid is null or user_id = ?::uuid) order by id",
                (row, index) -> new Open(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                external,
                user,
                user);
        Set<UUID> people = new HashSet<>();
        if (user != null) {
            people.add(user);
        }
        for (Open each : open) {
            end(each.user(), each.session(), why);
            people.add(each.user());
        }
        // A login may not have got as far as a session.
        people.stream().flatMap(person -> users.find(person).stream()).forEach(person -> {
            browsers.findByPrincipalName(person.name()).forEach((id, browser) -> {
                if (external.equals(browser.getAttribute(EXTERNAL))) {
                    browsers.deleteById(id);
                }
            });
        });
        return open.size();
    }

    /** Ends all sessions of a person, with every login that has not got as far as a session. */
    @Transactional
    public int endAll(UUID user, String why) {
        Optional<User> owner = users.find(user);
        if (owner.isEmpty()) {
            return 0;
        }
        List<UUID> open = open(user);
        open.forEach(session -> close(owner.get(), session, why));
        List.copyOf(browsers.findByPrincipalName(owner.get().name()).keySet()).forEach(browsers::deleteById);
        jdbc.update(
                "delete from oauth2_authorization where principal_name = ?",
                owner.get().name());
        return open.size();
    }

    /** Ends all sessions of a person but that of the browser that made this request. */
    @Transactional
    public void endOthers(HttpServletRequest request, UUID user, String why) {
        User owner = users.find(user).orElseThrow(() -> new IllegalStateException("a request of nobody"));
        HttpSession browser = request.getSession();
        Object kept = browser.getAttribute(ATTRIBUTE);
        for (UUID session : open(user)) {
            if (!session.toString().equals(kept)) {
                close(owner, session, why);
            }
        }
        browsers.findByPrincipalName(owner.name()).keySet().stream()
                .filter(id -> !id.equals(browser.getId()))
                .toList()
                .forEach(browsers::deleteById);
        jdbc.update(
                "delete from oauth2_authorization where principal_name = ? and session_id::text is distinct from ?",
                owner.name(),
                kept == null ? null : kept.toString());
    }

    private List<UUID> open(UUID user) {
        return jdbc.query(
                "select id from login_session where user_id = ? and ended_at is null",
                (row, index) -> row.getObject(1, UUID.class),
                user);
    }

    @EventListener
    void suspended(UserSuspended event) {
        endAll(event.actorId(), event.why());
    }

    private boolean close(User owner, UUID session, String why) {
        int ended = jdbc.update(
                "update login_session set ended_at = ?, end_reason = ? where id = ? and user_id = ? and ended_at is null",
                Timestamp.from(wall.instant()),
                why,
                session,
                owner.actorId());
        if (ended == 0) {
            return false;
        }
        jdbc.update("delete from oauth2_authorization where session_id = ?", session);
        // Also those that were granted nothing themselves: the gateway exchanges the tokens of every other program.
        notices.add(owner.name(), session);
        audit.record("session.end", "session", session.toString(), Map.of("user", owner.actorId()), Map.of("why", why));
        return true;
    }

    /** Forgets sessions that are long over. */
    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1H")
    @Transactional
    public void forget() {
        int removed = jdbc.update(
                "delete from login_session where id in (select id from login_session where expires_at < ? limit ?)",
                Timestamp.from(wall.instant().minus(properties.kept())),
                BATCH);
        LOG.debug("forgot {} sessions", removed);
    }

    private static String plain(String agent) {
        String cut = agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
