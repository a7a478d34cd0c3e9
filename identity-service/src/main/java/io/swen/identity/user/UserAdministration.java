package io.swen.identity.user;

import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What admins do with people: let them in, change what they may do, shut them out, and forget them. */
@Service
public class UserAdministration {

    /** A person with the version that an edit has to name. */
    record Versioned(User user, long version) {}

    /** A person with the password that is shown once. */
    record Issued(Versioned user, String password) {
        @Override
        public String toString() {
            return "Issued[user=" + user.user().actorId() + ", password=redacted]";
        }
    }

    private static final String KIND = "user";
    /** Without letters and digits that look alike; 20 of 55 are 115 bits. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;
    /** Serialises what could leave nobody who may administer. */
    private static final long ADMINS_LOCK = 0x5157_454e_0002L;

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final AuditLog audit;
    private final EventLog events;
    private final ApplicationEventPublisher publisher;
    private final JdbcTemplate jdbc;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource wall = InstantSource.system();

    UserAdministration(
            AccountRepository accounts,
            PasswordEncoder passwords,
            AuditLog audit,
            EventLog events,
            ApplicationEventPublisher publisher,
            JdbcTemplate jdbc) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.audit = audit;
        this.events = events;
        this.publisher = publisher;
        this.jdbc = jdbc;
    }

    /** Lets somebody in with a generated password, which nobody chooses badly and which is good for one account only. */
    @Transactional
    Issued create(NewUser asked) {
        if (accounts.findByUsername(asked.name()).isPresent() || isErasedName(asked.name())) {
            throw ProblemException.of(
                    ErrorCode.ALREADY_EXISTS, "the login name " + asked.name() + " is or was somebody else's");
        }
        String password = newPassword();
        Account account = accounts.saveAndFlush(new Account(
                Uuids.next(),
                asked.name(),
                asked.displayName() == null ? asked.name() : asked.displayName().strip(),
                hash(password),
                asked.roles(),
                asked.teams(),
                asked.environments(),
                wall.instant()));
        audit.record("user.create", KIND, account.idText(), null, UserRights.of(account.user()));
        return new Issued(versioned(account), password);
    }

    /** Sets all that can be changed; who is disabled is logged out at once. */
    @Transactional
    Versioned edit(UUID id, UserEdit asked, @Nullable String ifMatch) {
        lockAdmins();
        Account account = account(id);
        ETags.requireMatch(ifMatch, account.version());
        User before = account.user();
        account.edit(
                asked.displayName().strip(),
                asked.roles(),
                asked.teams(),
                asked.environments(),
                asked.enabled(),
                wall.instant());
        accounts.saveAndFlush(account);
        User after = account.user();
        requireAnAdmin();
        audit.record("user.edit", KIND, account.idText(), UserRights.of(before), UserRights.of(after));
        if (before.enabled() && !after.enabled()) {
            publisher.publishEvent(new UserSuspended(id, "disabled"));
        }
        return versioned(account);
    }

    /** Gives a new generated password in place of the old one, and logs the person out everywhere. */
    @Transactional
    Issued resetPassword(UUID id) {
        Account account = account(id);
        String password = newPassword();
        account.changePassword(hash(password), wall.instant());
        accounts.saveAndFlush(account);
        audit.record("user.reset_password", KIND, account.idText(), null, Map.of("by", "an admin"));
        publisher.publishEvent(new UserSuspended(id, "password reset"));
        return new Issued(versioned(account), password);
    }

    /**
     * Removes all that tells who this was; the pseudonymous id stays, so that what it did is still on record as one person's. Other
     * services are told by an event; the caller removes what other parts of this service hold, in the same transaction.
     */
    @Transactional
    public void erase(UUID id) {
        lockAdmins();
        Account account = account(id);
        publisher.publishEvent(new UserSuspended(id, "erased"));
        jdbc.update("insert into erased_name (name_hash) values (?) on conflict do nothing", (Object)
                nameHash(account.username()));
        account.erase(hash(newPassword()), wall.instant());
        accounts.saveAndFlush(account);
        requireAnAdmin();
        audit.record("user.erase", KIND, account.idText(), null, Map.of("erased", true));
        events.append(new Event("UserErased", account.idText(), null, null, new UserErased(id)));
    }

    /** Whether this id was somebody's who was erased. */
    @Transactional(readOnly = true)
    public boolean isErased(UUID id) {
        return accounts.findById(id).filter(Account::isErased).isPresent();
    }

    @Transactional(readOnly = true)
    Versioned get(UUID id) {
        return versioned(account(id));
    }

    /** A page in the order of login names. */
    @Transactional(readOnly = true)
    Page<User> list(UserFilter filter, @Nullable String cursor, int limit) {
        List<String> after = Cursors.decode(cursor, 1);
        List<User> rows = jdbc.query(
                "select id, username, display_name, roles, teams, environments, enabled from user_account"
                        + " where username > ? and erased_at is null"
                        + " and (?::text is null or position(lower(?) in lower(username || ' ' || display_name)) > 0)"
                        + " and (?::text is null or ? = any (roles))"
                        + " and (?::text is null or ? = any (teams) or '*' = any (teams))"
                        + " and (?::boolean is null or enabled = ?)"
                        + " order by username limit ?",
                (row, index) -> user(row),
                after == null ? "" : after.getFirst(),
                filter.text(),
                filter.text(),
                role(filter.role()),
                role(filter.role()),
                filter.team(),
                filter.team(),
                filter.enabled(),
                filter.enabled(),
                limit + 1);
        return Page.of(rows, limit, user -> Cursors.encode(user.name()));
    }

    private boolean isErasedName(String name) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from erased_name where name_hash = ?)", Boolean.class, (Object)
                        nameHash(name)));
    }

    private Account account(UUID id) {
        return accounts.findById(id)
                .filter(known -> !known.isErased())
                .orElseThrow(() -> ProblemException.notFound("user", id));
    }

    private void lockAdmins() {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, ADMINS_LOCK);
    }

    private void requireAnAdmin() {
        Boolean left = jdbc.queryForObject(
                "select exists (select 1 from user_account where enabled and erased_at is null and 'admin' = any (roles))",
                Boolean.class);
        if (!Boolean.TRUE.equals(left)) {
            throw ProblemException.of(ErrorCode.CONFLICT, "this is the last admin who can log in; make another first");
        }
    }

    private String newPassword() {
        StringBuilder password = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            if (group > 0) {
                password.append('-');
            }
            random.ints(GROUP_LENGTH, 0, ALPHABET.length())
                    .mapToObj(ALPHABET::charAt)
                    .forEach(password::append);
        }
        return password.toString();
    }

    private String hash(String password) {
        return Objects.requireNonNull(passwords.encode(password));
    }

    static byte[] nameHash(String name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(("swen user " + name).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Versioned versioned(Account account) {
        return new Versioned(account.user(), account.version());
    }

    private static @Nullable String role(@Nullable Role role) {
        return role == null ? null : role.name().toLowerCase(Locale.ROOT);
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getObject("id", UUID.class),
                row.getString("username"),
                row.getString("display_name"),
                strings(row, "roles").stream()
                        .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList(),
                strings(row, "teams"),
                strings(row, "environments"),
                row.getBoolean("enabled"));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
