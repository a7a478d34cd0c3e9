package io.swen.gitops.host;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeSnapshot.StoredVerdict;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.Failure;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.change.Verdict;
import io.swen.gitops.contract.Plan;
import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ProblemException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the host what becomes of changes: each look compares what it was told with what is so. A comment cannot approve, as it
 * carries no second factor; it can reject.
 */
@Component
class HostReports {

    private static final Logger LOG = LoggerFactory.getLogger(HostReports.class);
    private static final int BATCH = 20;
    private static final int MOST_ATTEMPTS = 12;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int LONGEST_REASON = 500;
    private static final Pattern REJECTION = Pattern.compile("^/swen reject\\s+(\\S.*)$", Pattern.MULTILINE);

    private final HostProperties properties;
    private final HostApi api;
    private final RemoteRows rows;
    private final Changes changes;
    private final TransactionTemplate transactions;
    private final MeterRegistry metrics;
    private final URI publicUrl;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    HostReports(
            HostProperties properties,
            HostApi api,
            RemoteRows rows,
            Changes changes,
            TransactionTemplate transactions,
            MeterRegistry metrics,
            SwenProperties swen,
            Clock clock) {
        this.properties = properties;
        this.api = api;
        this.rows = rows;
        this.changes = changes;
        this.transactions = transactions;
        this.metrics = metrics;
        this.publicUrl = swen.publicUrl();
        this.clock = clock;
    }

    /** Remembers that the host is to be told of a change by a commit that it has. */
    void begin(UUID changeId, String commit) {
        if (api.isConfigured()) {
            rows.report(changeId, commit);
        }
    }

    /** Whether there is anything to tell. */
    boolean areDue() {
        return api.isConfigured() && !rows.due(wall.instant(), 1).isEmpty();
    }

    /**
     * Tells what has not been told.
     *
     * @param readComments whether comments are read as well
     */
    void send(boolean readComments) {
        if (!api.isConfigured()) {
            return;
        }
        for (RemoteRows.Report report : rows.due(wall.instant(), BATCH)) {
            try {
                tell(report, readComments);
            } catch (HostApiException | RemoteCredentials.UnusableTokenException | ProblemException e) {
                boolean givenUp = report.attempts() + 1 >= MOST_ATTEMPTS
                        || (e instanceof HostApiException answered && answered.isHopeless());
                LOG.warn(
                        "the host could not be told of change {}{}: {}",
                        report.changeId(),
                        givenUp ? ", and will not be" : "",
                        e.getMessage());
                count("status", givenUp ? "given_up" : "failed");
                rows.notTold(
                        report.changeId(),
                        String.valueOf(e.getMessage()),
                        wall.instant(),
                        pause(report.attempts()),
                        givenUp);
            }
        }
    }

    private void tell(RemoteRows.Report report, boolean readComments) {
        ChangeSnapshot change = changes.get(report.changeId());
        Integer pull = report.pullNumber();
        if (!report.pullLooked()) {
            pull = api.pullOf(report.commitId()).orElse(null);
            rows.pull(report.changeId(), pull);
        }
        if (readComments
                && pull != null
                && change.state() == ChangeState.AWAITING_APPROVAL
                && isRejected(change, pull)) {
            change = changes.get(report.changeId());
        }
        String state = change.state() == ChangeState.RUNNING
                ? change.state().id() + " " + change.stage().id()
                : change.state().id();
        if (!state.equals(report.told())) {
            URI link = publicUrl.resolve("/ui/changes/" + change.id());
            api.status(report.commitId(), stateOf(change), "swen/" + change.environment(), description(change), link);
            count("status", "sent");
            if (pull != null && change.state() != ChangeState.RUNNING) {
                comment(change, pull, link);
            }
        }
        rows.told(report.changeId(), state, change.state().isFinal());
        if (!change.state().isFinal()) {
            rows.notBefore(report.changeId(), wall.instant().plus(AGAIN));
        }
    }

    private void comment(ChangeSnapshot change, int pull, URI link) {
        // A line that nobody sees, by which a comment of an attempt that died is found again.
        String mark = "<!-- swen:" + change.id() + ":" + change.state().id() + " -->";
        if (api.comments(pull).stream().anyMatch(comment -> comment.body().contains(mark))) {
            return;
        }
        String how = change.state() == ChangeState.AWAITING_APPROVAL
                ? "\n\nApprove it there; a comment here cannot, as it carries no second factor. `/swen reject <reason>`"
                        + " rejects it."
                : "";
        api.comment(pull, "SWEN: " + description(change) + " — [change](" + link + ")" + how + "\n" + mark);
        count("comment", "sent");
    }

    private boolean isRejected(ChangeSnapshot change, int pull) {
        if (properties.people().stream().noneMatch(HostProperties.Person::mayReject)) {
            return false;
        }
        for (HostApi.Comment comment : api.comments(pull)) {
            Matcher asked = REJECTION.matcher(comment.body());
            Optional<HostProperties.Person> person = properties.byLogin(comment.login());
            if (asked.find() && person.filter(HostProperties.Person::mayReject).isPresent()) {
                String reason = asked.group(1).strip();
                if (reject(
                        change.id(),
                        person.get(),
                        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean reject(UUID changeId, HostProperties.Person person, String reason) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            ChangeSnapshot change = changes.lock(changeId);
            ApprovalLevel level = change.approvalLevel();
            boolean open = change.state() == ChangeState.AWAITING_APPROVAL
                    && level != null
                    && level != ApprovalLevel.AUTOMATIC
                    && change.verdicts().stream()
                            .noneMatch(given -> given.actorId().equals(person.actorId()));
            if (!open) {
                return false;
            }
            changes.addVerdict(
                    changeId,
                    new StoredVerdict(
                            person.actorId(),
                            person.name(),
                            false,
                            Verdict.REJECT,
                            reason,
                            change.requiredPlan().hash(),
                            clock.instant(),
                            null));
            changes.reject(changeId, "rejected by " + person.name() + " in a comment: " + reason);
            return true;
        }));
    }

    private static HostApi.CommitState stateOf(ChangeSnapshot change) {
        return switch (change.state()) {
            case RUNNING, AWAITING_APPROVAL -> HostApi.CommitState.PENDING;
            case SUCCEEDED -> HostApi.CommitState.SUCCESS;
            case FAILED, REJECTED, CANCELLED, EXPIRED -> HostApi.CommitState.FAILURE;
        };
    }

    /** What is shown at the host says which stage it is at, how much is done and with which code it failed, and nothing of what plans and programs print. */
    private static String description(ChangeSnapshot change) {
        Failure failure = change.failure();
        return switch (change.state()) {
            case RUNNING -> change.stage().id().replace('_', ' ') + planned(change);
            case AWAITING_APPROVAL -> "waits for approval" + planned(change);
            case SUCCEEDED -> "applied to " + change.environment();
            case REJECTED -> "rejected";
            case EXPIRED -> "nobody decided in time";
            case CANCELLED -> "cancelled";
            case FAILED ->
                failure == null ? "failed" : "failed in " + failure.stage().id() + " (" + failure.code() + ")";
        };
    }

    private static String planned(ChangeSnapshot change) {
        Plan plan = change.plan();
        return plan == null ? "" : ": " + plan.counted();
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MOST_ATTEMPTS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void count(String kind, String outcome) {
        metrics.counter(GitopsMetric.HOST_CALLS.id(), "kind", kind, "outcome", outcome)
                .increment();
    }
}
