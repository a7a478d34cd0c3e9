package io.swen.identity.user;

import io.swen.platform.audit.AuditLog;
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

    @Override
    @Transactional(readOnly = true)
    public UserDetails loadUserByUsername(String username) {
        Account account =
                accounts.findByUsername(username).orElseThrow(() -> new UsernameNotFoundException("no such user"));
        return org.springframework.security.core.userdetails.User.withUsername(account.username())
                .password(account.passwordHash())
                .disabled(!account.user().enabled())
                .authorities(java.util.List.of())
                .build();
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
            } else if (!passwords.matches(entry.password(), known.get().filePasswordHash())) {
                known.get().changeToFilePassword(hash(entry.password()), now);
                accounts.save(known.get());
                audit.record("user.change_password", "user", idOf(known.get()), null, Map.of("by", "users file"));
                LOG.info("took over the changed password of {}", entry.username());
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
        LOG.info("took over the user {}", entry.username());
    }

    private String hash(String password) {
        return java.util.Objects.requireNonNull(passwords.encode(password));
    }

    private static String idOf(Account account) {
        UUID id = account.id();
        return id.toString();
    }
}
