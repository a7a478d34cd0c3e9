package io.swen.gitops.host;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.Failure;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.change.OutsideCommits;
import io.swen.gitops.contract.Author;
import io.swen.gitops.host.RemoteCredentials.UnusableTokenException;
import io.swen.gitops.repository.RemoteAccess;
import io.swen.gitops.repository.RemoteBranch;
import io.swen.gitops.repository.RemoteComparison;
import io.swen.gitops.repository.RemoteException;
import io.swen.platform.lock.SingleOwner;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.text.Plural;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps {@code main} and the remote's branch the same, in one instance of this service at a time. What is new there goes through the
 * pipeline like any other change before it reaches {@code main}; what {@code main} has more is pushed, and never by force. The
 * database holds what was taken, so that a crash at any point takes nothing twice.
 */
@Component
class RemoteSync implements RemoteLook, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteSync.class);
    private static final long LOCK = 0x5357_454e_0035L;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 10;

    private final HostProperties properties;
    private final RemoteCredentials credentials;
    private final RemoteBranch branch;
    private final RemoteRows rows;
    private final OutsideCommits outside;
    private final Changes changes;
    private final HostReports reports;
    private final HostBranches branches;
    private final MeterRegistry metrics;
    private final SingleOwner owner;
    private final InstantSource wall = InstantSource.system();
    private final Semaphore asked = new Semaphore(0);

    /** The rest belongs to the one thread of the loop. */
    private Instant nextLook = Instant.EPOCH;

    private int failures;
    private @Nullable String seenMain;
    private boolean waiting;
    private volatile boolean running;
    private @Nullable Thread thread;

    RemoteSync(
            HostProperties properties,
            RemoteCredentials credentials,
            RemoteBranch branch,
            RemoteRows rows,
            OutsideCommits outside,
            Changes changes,
            HostReports reports,
            HostBranches branches,
            MeterRegistry metrics,
            DataSource dataSource) {
        this.properties = properties;
        this.credentials = credentials;
        this.branch = branch;
        this.rows = rows;
        this.outside = outside;
        this.changes = changes;
        this.reports = reports;
        this.branches = branches;
        this.metrics = metrics;
        this.owner = new SingleOwner(dataSource, LOCK);
    }

    @Override
    public void soon() {
        if (asked.availablePermits() == 0) {
            asked.release();
        }
    }

    @Override
    public void start() {
        if (properties.remote() != null) {
            running = true;
            thread = Thread.ofVirtual().name("remote-sync").start(this::loop);
        }
    }

    @Override
    public void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void loop() {
        URI remote = properties.remote();
        while (running && remote != null) {
            try {
                boolean poked = asked.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
                asked.drainPermits();
                // A remote that does not answer is left alone until its pause is over, whoever asks.
                boolean due = !wall.instant().isBefore(nextLook);
                boolean wanted = failures == 0 && (poked || hasMoved());
                if ((due || wanted) && !owner.run(() -> look(remote))) {
                    // Another instance is at it, and may have begun before this was asked.
                    if (poked) {
                        soon();
                        Thread.sleep(TICK);
                    }
                } else if (failures == 0 && branches.areDue()) {
                    owner.run(() -> {
                        branches.bringUpToDate(remote);
                        reports.send(false);
                    });
                } else if (reports.areDue()) {
                    owner.run(() -> reports.send(false));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("the remote could not be looked at, trying again: {}", e.toString());
                LOG.debug("looking at the remote failed", e);
                nextLook = wall.instant().plus(pause(++failures));
            }
        }
    }

    /** Whether there is something to push, or what was waited for may have ended. */
    private boolean hasMoved() {
        return !branch.main().equals(seenMain) || (waiting && rows.open().isEmpty());
    }

    private void look(URI remote) {
        seenMain = branch.main();
        RemoteRows.Look look;
        try {
            look = lookAt(credentials.access(remote));
            failures = 0;
        } catch (RemoteException | UnusableTokenException | ProblemException e) {
            failures++;
            LOG.warn("the remote does not answer ({} in a row): {}", failures, e.getMessage());
            look = new RemoteRows.Look(
                    RemoteState.UNREACHABLE,
                    e.getMessage(),
                    null,
                    seenMain,
                    null,
                    failures,
                    wall.instant().plus(pause(failures)));
        }
        waiting = look.state() == RemoteState.TAKING;
        nextLook = look.nextLookAt();
        rows.store(look, wall.instant());
        metrics.counter(
                        GitopsMetric.REMOTE_LOOKS.id(),
                        "outcome",
                        look.state().name().toLowerCase(Locale.ROOT))
                .increment();
        reports.send(true);
    }

    private RemoteRows.Look lookAt(RemoteAccess access) {
        String theirs = branch.fetch(access);
        if (theirs == null) {
            return push(access, null);
        }
        return switch (branch.compare(theirs)) {
            case RemoteComparison.Contained(boolean same) ->
                same ? came(RemoteState.IN_SYNC, null, theirs, null) : push(access, theirs);
            case RemoteComparison.NothingNew() ->
                branch.join(theirs)
                        ? push(access, theirs)
                        : came(RemoteState.TAKING, "main moved meanwhile", theirs, null);
            case RemoteComparison.Work work -> take(theirs, work);
            case RemoteComparison.Conflict(List<String> paths) ->
                came(
                        RemoteState.CONFLICT,
                        "the remote and main changed the same places of " + String.join(", ", paths)
                                + "; merge main into the remote's branch",
                        theirs,
                        null);
            case RemoteComparison.Unrelated() ->
                came(
                        RemoteState.UNRELATED,
                        "the remote's branch has a history of its own; begin with an empty branch",
                        theirs,
                        null);
            case RemoteComparison.Unusable(String why) -> came(RemoteState.REFUSED, why, theirs, null);
        };
    }

    private RemoteRows.Look push(RemoteAccess access, @Nullable String theirs) {
        String pushed = branch.push(access, theirs);
        if (pushed == null) {
            // Somebody pushed in between; what they brought is looked at at once.
            soon();
            return came(RemoteState.TAKING, "the remote moved while it was pushed to", theirs, null);
        }
        seenMain = pushed;
        if (theirs != null) {
            for (RemoteBranch.Merged merged : branch.mergedSince(theirs)) {
                changeId(merged.changeId()).ifPresent(id -> reports.begin(id, merged.commit()));
            }
        }
        return came(RemoteState.IN_SYNC, null, pushed, null);
    }

    private RemoteRows.Look take(String theirs, RemoteComparison.Work work) {
        Optional<UUID> open = rows.open();
        if (open.isPresent()) {
            return came(RemoteState.TAKING, "change " + open.get() + " is on its way", theirs, open.get());
        }
        Optional<RemoteRows.Outside> known = rows.outside(theirs);
        if (known.isPresent()) {
            return known.map(taken -> outcome(theirs, taken)).get();
        }
        try {
            UUID id = takeNew(theirs, work);
            LOG.info("change {} was made of {} of the remote", id, Plural.of(work.commits(), "commit"));
            return came(RemoteState.TAKING, "change " + id + " is on its way", theirs, id);
        } catch (ProblemException refused) {
            rows.refused(theirs, refused.detail(), wall.instant());
            return came(RemoteState.REFUSED, refused(refused.detail()), theirs, null);
        }
    }

    private UUID takeNew(String theirs, RemoteComparison.Work work) {
        for (String email : work.emails()) {
            if (properties.byEmail(email).isEmpty()) {
                throw ProblemException.invalidField(
                        "author", email, "the e-mail address of somebody in swen.gitops.host.people");
            }
        }
        HostProperties.Person author =
                properties.byEmail(work.emails().getFirst()).orElseThrow();
        String team = properties.team() == null ? "" : properties.team();
        return outside.take(
                work.commit(), new Author(author.actorId(), author.name()), team, (t, environment) -> true, id -> {
                    rows.taken(theirs, id, wall.instant());
                    reports.begin(id, theirs);
                });
    }

    private RemoteRows.Look outcome(String theirs, RemoteRows.Outside taken) {
        UUID id = taken.changeId();
        if (id == null) {
            return came(RemoteState.REFUSED, refused(String.valueOf(taken.refusal())), theirs, null);
        }
        ChangeSnapshot change = changes.get(id);
        if (change.state() == ChangeState.SUCCEEDED) {
            // It reached main on top of something else and the remote has more than it: both are compared again.
            return came(
                    RemoteState.CONFLICT,
                    "change " + id + " succeeded, and still the remote differs from main",
                    theirs,
                    id);
        }
        Failure failure = change.failure();
        return came(
                RemoteState.REFUSED,
                refused("change " + id + " " + change.state().id() + (failure == null ? "" : ": " + failure.detail())),
                theirs,
                id);
    }

    private static String refused(String why) {
        return why + " — nothing was applied; push a commit that reverts it, or one that does better";
    }

    private RemoteRows.Look came(
            RemoteState state, @Nullable String detail, @Nullable String theirs, @Nullable UUID changeId) {
        return new RemoteRows.Look(
                state, detail, theirs, seenMain, changeId, 0, wall.instant().plus(properties.every()));
    }

    private Duration pause(int failed) {
        Duration pause = TICK.multipliedBy(1L << Math.min(failed, MOST_DOUBLINGS));
        return pause.compareTo(properties.longestPause()) > 0 ? properties.longestPause() : pause;
    }

    private static Optional<UUID> changeId(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
