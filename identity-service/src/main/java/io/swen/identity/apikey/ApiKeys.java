package io.swen.identity.apikey;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.identity.metric.IdentityMetric;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, rotates and revokes keys, and says what a shown one is good for. */
@Service
public class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final String ALL = "*";
    private static final String KIND = "api_key";
    private static final int MOST_LISTED = 10_000;

    /** A key with the secret that is shown once. */
    record Issued(ApiKey key, KeyText secret) {}

    private final KeyStore store;
    private final KeyCheck check;
    private final Users users;
    private final AuditLog audit;
    private final ApiKeyProperties limits;
    private final MeterRegistry metrics;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource wall = InstantSource.system();

    ApiKeys(KeyStore store, Users users, AuditLog audit, ApiKeyProperties limits, MeterRegistry metrics) {
        this.store = store;
        this.check = new KeyCheck(store::secret);
        this.users = users;
        this.audit = audit;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** What this text lets its holder do now, or nothing where it is no key, over, or its owner may no longer do any of it. */
    @Transactional
    public Optional<KeyGrant> redeem(String text) {
        Instant now = wall.instant();
        Optional<KeyText> shown = KeyText.parse(text);
        if (shown.isEmpty()) {
            metrics.counter(IdentityMetric.KEYS_SHOWN.id(), "outcome", "malformed")
                    .increment();
            return Optional.empty();
        }
        Optional<ApiKey> key = check.check(shown.get(), now).flatMap(id -> store.find(id, now));
        Optional<KeyGrant> grant =
                key.filter(known -> known.state() == ApiKey.State.ACTIVE).flatMap(this::grant);
        if (grant.isEmpty()) {
            // The prefix is public; it is what the owner finds the key by.
            LOG.info("refused the API key swen_{}_…", shown.get().prefix());
            metrics.counter(IdentityMetric.KEYS_SHOWN.id(), "outcome", "refused")
                    .increment();
            return grant;
        }
        key.ifPresent(known -> store.used(known, now));
        metrics.counter(IdentityMetric.KEYS_SHOWN.id(), "outcome", "accepted").increment();
        return grant;
    }

    /** Makes a key for a person; at most a number of them can be active. */
    @Transactional
    Issued create(UUID owner, NewApiKey asked) {
        Instant now = wall.instant().truncatedTo(ChronoUnit.MILLIS);
        User maker = owner(owner);
        store.lock(owner);
        store.removeOver(owner, now.minus(limits.kept()));
        if (store.countActive(owner, now) >= limits.perUser()) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "at most " + limits.perUser() + " keys can be active; revoke one first");
        }
        List<Role> roles = asked.roles() == null ? List.of(Role.VIEWER) : asked.roles();
        if (!permitted(roles, maker).equals(roles)) {
            throw ProblemException.invalidField("roles", roles, "no more than the maker's own roles allow");
        }
        ApiKey key = new ApiKey(
                Uuids.next(),
                owner,
                asked.name().strip(),
                roles,
                scope("teams", asked.teams(), maker.teams()),
                scope("environments", asked.environments(), maker.environments()),
                List.of(),
                ApiKey.State.ACTIVE,
                now,
                expiry(asked.expiresAt(), now),
                null,
                null,
                null,
                null,
                0);
        store.insert(key);
        KeyText secret = KeyText.random(random);
        store.insertSecret(key.id(), secret, now);
        ApiKey stored = found(key.id(), now);
        audit.record("api_key.create", KIND, key.id().toString(), null, stored);
        return new Issued(stored, secret);
    }

    /** Gives the key a new secret; the old one stays good for the overlap, one before that ends at once. */
    @Transactional
    Issued rotate(UUID id, UUID owner, Rotation asked, @Nullable String ifMatch) {
        Instant now = wall.instant().truncatedTo(ChronoUnit.MILLIS);
        Duration overlap = asked.overlap() == null ? Duration.ZERO : asked.overlap();
        if (overlap.isNegative() || overlap.compareTo(limits.longestOverlap()) > 0) {
            throw ProblemException.invalidField("overlap", overlap, "PT0S to " + limits.longestOverlap());
        }
        store.lock(owner);
        ApiKey before = find(id, owner);
        ETags.requireMatch(ifMatch, before.version());
        if (before.state() != ApiKey.State.ACTIVE) {
            throw ProblemException.of(ErrorCode.CONFLICT, "only an active key can be rotated; make a new one");
        }
        store.endSecrets(id, now.plus(overlap));
        KeyText secret = KeyText.random(random);
        store.insertSecret(id, secret, now);
        store.rotated(id, now, expiry(asked.expiresAt(), now));
        ApiKey after = found(id, now);
        audit.record("api_key.rotate", KIND, id.toString(), before, after);
        return new Issued(after, secret);
    }

    /** Ends a key for good; its next exchange is refused. Ending one that is over changes nothing. */
    @Transactional
    void revoke(UUID id, @Nullable UUID owner) {
        Instant now = wall.instant();
        ApiKey before = find(id, owner);
        if (before.revokedAt() == null) {
            store.revoke(id, now);
            audit.record("api_key.revoke", KIND, id.toString(), before, found(id, now));
        }
    }

    /** The key with this id of this owner, or of anybody where {@code owner} is null. */
    @Transactional(readOnly = true)
    ApiKey find(UUID id, @Nullable UUID owner) {
        return store.find(id, wall.instant())
                .filter(key -> owner == null || key.ownerId().equals(owner))
                .orElseThrow(() -> ProblemException.notFound("API key", id));
    }

    /** A page of the keys of one owner, or of all where {@code owner} is null, in the order of their making. */
    @Transactional(readOnly = true)
    Page<ApiKey> list(@Nullable UUID owner, @Nullable String cursor, int limit) {
        List<String> after = Cursors.decode(cursor, 1);
        try {
            UUID afterId = after == null ? null : UUID.fromString(after.getFirst());
            return Page.of(
                    store.list(owner, afterId, limit + 1, wall.instant()), limit, key -> Cursors.encode(key.id()));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }

    private Optional<KeyGrant> grant(ApiKey key) {
        return users.find(key.ownerId()).filter(User::enabled).flatMap(owner -> {
            List<Role> roles = permitted(key.roles(), owner);
            List<String> teams = common(key.teams(), owner.teams());
            List<String> environments = common(key.environments(), owner.environments());
            return roles.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new KeyGrant(key.id(), owner, roles, teams, environments));
        });
    }

    /** Everybody may look, and an admin may do what an operator may; see the table of permissions. */
    private static List<Role> permitted(List<Role> roles, User owner) {
        List<Role> permitted = new ArrayList<>();
        for (Role role : roles) {
            boolean implied = role == Role.VIEWER
                    || owner.roles().contains(role)
                    || (role == Role.OPERATOR && owner.roles().contains(Role.ADMIN));
            if (implied) {
                permitted.add(role);
            }
        }
        return permitted;
    }

    private static List<String> common(List<String> key, List<String> owner) {
        if (owner.contains(ALL)) {
            return key;
        }
        return key.contains(ALL) ? owner : key.stream().filter(owner::contains).toList();
    }

    private static List<String> scope(String field, @Nullable List<String> asked, List<String> own) {
        if (asked == null) {
            return own;
        }
        if (!own.contains(ALL) && !own.containsAll(asked)) {
            throw ProblemException.invalidField(field, asked, "some of the maker's own: " + String.join(", ", own));
        }
        return asked;
    }

    private Instant expiry(@Nullable Instant asked, Instant now) {
        Instant latest = now.plus(limits.longestLife());
        if (asked == null) {
            return now.plus(limits.life());
        }
        if (!asked.isAfter(now) || asked.isAfter(latest)) {
            throw ProblemException.invalidField("expires_at", asked, "after now and by " + latest);
        }
        return asked.truncatedTo(ChronoUnit.MILLIS);
    }

    private User owner(UUID id) {
        return users.find(id)
                .filter(User::enabled)
                .orElseThrow(() -> ProblemException.of(ErrorCode.FORBIDDEN, "only people who may log in have keys"));
    }

    private ApiKey found(UUID id, Instant now) {
        return store.find(id, now).orElseThrow(() -> new IllegalStateException("the key " + id + " is gone"));
    }

    /** All keys of a person, over or not; cleaning keeps their number small. */
    @Transactional(readOnly = true)
    List<ApiKey> allOf(UUID owner) {
        return store.list(owner, null, MOST_LISTED, wall.instant());
    }
}
