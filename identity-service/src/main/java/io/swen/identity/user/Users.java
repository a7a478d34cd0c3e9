package io.swen.identity.user;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.audit.AuditOutcome;
import io.swen.platform.id.Uuids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds people, and takes them over from the operator's file. */
@Service
public class Users implements UserDetailsService {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final int LONGEST_WISHED = 80;
    private static final long IMPORT_LOCK = 0x5157_454e_0001L;

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final AuditLog audit;
    private final JdbcTemplate jdbc;
    private final UserFileFactors factors;
    private final InstantSource wall = InstantSource.system();

    Users(
            AccountRepository accounts,
            PasswordEncoder passwords,
            AuditLog audit,
            JdbcTemplate jdbc,
            UserFileFactors factors) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.audit = audit;
        this.jdbc = jdbc;
        this.factors = factors;
    }

    /** The person with this login name, disabled or not. */
    @Transactional(readOnly = true)
    public Optional<User> find(String username) {
        return accounts.findByUsername(username).map(Account::user);
    }

    /** The person with this actor id, disabled or not. */
    @Transactional(readOnly = true)
    public Optional<User> find(UUID actorId) {
        return accounts.findById(actorId).map(Account::user);
    }

    /** The person whom an external issuer knows by this subject, disabled or not. */
    @Transactional(readOnly = true)
    public Optional<User> find(String issuer, String subject) {
        return accounts.findByIssuerAndSubject(issuer, subject).map(Account::user);
    }

    @Override
    @Transactional(readOnly = true)
    public UserDetails loadUserByUsername(String username) {
        Account account =
                accounts.findByUsername(username).orElseThrow(() -> new UsernameNotFoundException("no such user"));
        String hash = account.passwordHash();
        return org.springframework.security.core.userdetails.User.withUsername(account.username())
                // No password has an empty hash, so nobody who logs in elsewhere can log in with one.
                .password(hash == null ? "" : hash)
                .disabled(!account.user().enabled())
                .authorities(java.util.List.of())
                .build();
    }

    /** Whether this person logs in at an external issuer. */
    @Transactional(readOnly = true)
    public boolean isFederated(String username) {
        return accounts.findByUsername(username).filter(Account::isFederated).isPresent();
    }

    /** Changes a local account's password; false if the present one is not this. */
    @Transactional
    public boolean changePassword(String username, String present, String next) {
        Account account = accounts.findByUsername(username).orElseThrow();
        String hash = account.passwordHash();
        if (hash == null || !passwords.matches(present, hash)) {
            audit.record(AuditEntry.of("user.change_password", "user", idOf(account))
                    .outcome(AuditOutcome.REFUSED)
                    .by(account.id()));
            return false;
        }
        account.changePassword(hash(next), wall.instant());
        accounts.save(account);
        audit.record(AuditEntry.of("user.change_password", "user", idOf(account))
                .change(null, Map.of("by", "person"))
                .by(account.id()));
        return true;
    }

    /**
     * The account of somebody whom an external issuer knows, with the rights that it gives today; made at the first login.
     *
     * <p>Who it is depends on issuer and subject alone: an equal login name of another account is nobody's way into that one.
     */
    @Transactional
    public User provision(ExternalUser external) {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, IMPORT_LOCK);
        Instant now = wall.instant();
        Optional<Account> known = accounts.findByIssuerAndSubject(external.issuer(), external.subject());
        if (known.isPresent()) {
            Account account = known.get();
            User before = account.user();
            if (account.grant(
                    external.displayName(), external.roles(), external.teams(), external.environments(), now)) {
                accounts.save(account);
                audit.record(AuditEntry.of("user.change_rights", "user", idOf(account))
                        .change(before, account.user())
                        .by(account.id()));
            }
            return account.user();
        }
        Account account = new Account(
                Uuids.next(),
                freeName(external),
                external.displayName(),
                null,
                external.roles(),
                external.teams().stream().sorted().toList(),
                external.environments().stream().sorted().toList(),
                now);
        account.federate(external.issuer(), external.subject());
        accounts.save(account);
        audit.record(AuditEntry.of("user.create", "user", idOf(account))
                .change(null, account.user())
                .by(account.id()));
        return account.user();
    }

    private String freeName(ExternalUser external) {
        String wished = external.wishedName();
        if (accounts.findByUsername(wished).isEmpty()) {
            return wished;
        }
        // The same for the same person in every installation, and no local name looks like it.
        UUID mark =
                UUID.nameUUIDFromBytes((external.issuer() + " " + external.subject()).getBytes(StandardCharsets.UTF_8));
        return wished.substring(0, Math.min(wished.length(), LONGEST_WISHED)) + "@"
                + mark.toString().substring(0, 8);
    }

    /** Whether every user of the file is stored, so that taking the file over can only change passwords. */
    @Transactional(readOnly = true)
    boolean knowsAll(UserFile file) {
        return file.users().stream()
                .allMatch(entry -> accounts.findByUsername(entry.username()).isPresent()
                        || accounts.findById(entry.actorId()).isPresent());
    }

    /** Sets up the authenticators of the file for those of its users who are stored. */
    @Transactional
    void takeOverFactors(UserFile file) {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, IMPORT_LOCK);
        for (UserFile.Entry entry : file.users()) {
            accounts.findByUsername(entry.username()).ifPresent(account -> takeOverFactor(entry, account));
        }
    }

    private void takeOverFactor(UserFile.Entry entry, Account account) {
        String secret = entry.totpSecret();
        if (secret != null) {
            factors.check(entry.username(), secret);
            factors.takeOver(account.id(), account.username(), secret);
        }
    }

    /** Stores the users of the file that are missing, and the passwords that changed; all other columns stay as they are. */
    @Transactional
    void takeOver(UserFile file) {
        // Two instances that start together must not both insert.
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, IMPORT_LOCK);
        Instant now = wall.instant();
        for (UserFile.Entry entry : file.users()) {
            if (accounts.findById(entry.actorId()).filter(Account::isErased).isPresent()) {
                LOG.warn("the users file still has {}, who was erased; it is not taken over", entry.actorId());
                continue;
            }
            Optional<Account> known = accounts.findByUsername(entry.username());
            if (known.isEmpty()) {
                create(entry, now);
            } else if (!known.get().isFederated()
                    && !passwords.matches(entry.password(), known.get().filePasswordHash())) {
                known.get().changeToFilePassword(hash(entry.password()), now);
                accounts.save(known.get());
                audit.record("user.change_password", "user", idOf(known.get()), null, Map.of("by", "users file"));
                LOG.info(
                        "took over the changed password of user {}", known.get().id());
            }
            known.ifPresent(account -> takeOverFactor(entry, account));
        }
    }

    private void create(UserFile.Entry entry, Instant now) {
        String displayName = entry.displayName();
        Account account = accounts.save(new Account(
                entry.actorId(),
                entry.username(),
                displayName == null ? entry.username() : displayName,
                hash(entry.password()),
                entry.roles(),
                entry.teams(),
                entry.environments(),
                now));
        audit.record("user.create", "user", idOf(account), null, UserRights.of(account.user()));
        // The authenticator's row refers to the account's, which is not written before.
        accounts.flush();
        takeOverFactor(entry, account);
        LOG.info("took over user {}", account.id());
    }

    private String hash(String password) {
        return java.util.Objects.requireNonNull(passwords.encode(password));
    }

    private static String idOf(Account account) {
        UUID id = account.id();
        return id.toString();
    }
}
