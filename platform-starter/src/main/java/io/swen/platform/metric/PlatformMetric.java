package io.swen.platform.metric;

import static io.swen.platform.metric.Declaration.counter;
import static io.swen.platform.metric.Declaration.gauge;
import static io.swen.platform.metric.Declaration.timer;

/** Every metric that the platform itself adds to those of Spring Boot, in each service that has what it measures. */
public enum PlatformMetric implements Declared {
    JOBS(timer("swen.jobs", "Runs of background jobs").by("job").by("outcome", "done", "failed")),
    EVENTS_HANDLED(counter("swen.events.handled", "Events of other services that were taken in")
            .by("consumer")),
    EVENTS_FAILED(
            counter("swen.events.failed", "Times that events could not be fetched or taken in; they are tried again")
                    .by("consumer")),
    EVENTS_BEHIND(
            gauge("swen.events.behind", "For how long a consumer has not been level with its source; 0 when it is")
                    .in("seconds")
                    .by("consumer")),
    EVENTS_SET_ASIDE(counter(
                    "swen.events.set.aside",
                    "Events that were set aside because their handler failed on them time and again")
            .by("consumer")),
    EVENTS_SET_ASIDE_OPEN(
            gauge("swen.events.set.aside.open", "Events that are set aside, and those that wait behind them")
                    .by("consumer")),
    KAFKA_DELIVERED(
            counter("swen.kafka.events.delivered", "Events delivered to Kafka").where("Kafka is configured")),
    KAFKA_FAILED(counter("swen.kafka.events.failed", "Batches of events that Kafka did not take; they are sent again")
            .where("Kafka is configured")),
    KAFKA_BEHIND(gauge("swen.kafka.events.behind", "For how long events have waited for Kafka; 0 when none wait")
            .in("seconds")
            .where("Kafka is configured")),
    NOTIFICATIONS_WAITING(gauge("swen.notifications.waiting", "Notifications that are due or being sent")
            .where("the service tells people")),
    AUDIT_REFUSALS_WRITTEN(counter("swen.audit.refusals.written", "Refused attempts that were written")),
    AUDIT_REFUSALS_DROPPED(
            counter("swen.audit.refusals.dropped", "Refused attempts that found the queue full and are only counted")),
    AUDIT_REFUSALS_QUEUE(gauge("swen.audit.refusals.queue", "Refused attempts that wait to be written")),
    AUDIT_SEALED(counter("swen.audit.sealed", "Rows of the audit log that were sealed")),
    AUDIT_SEAL_LAG(gauge("swen.audit.seal.lag", "Age of the oldest row that is not sealed yet; 0 when there is none")
            .in("seconds")),
    AUDIT_FAILURES(counter("swen.audit.failures", "Attempts to seal, copy, push or prune that failed")
            .by("step", "seal", "copy", "webhook", "syslog")),
    AUDIT_CONTRADICTIONS(counter("swen.audit.contradictions", "Times the database was found behind its own copy")),
    AUDIT_PRUNED(counter("swen.audit.pruned", "Rows that retention removed")),
    ERRORS_SEEN(counter("swen.errors.seen", "Errors and warnings with an exception that the log told of")),
    ERRORS_DROPPED(counter(
            "swen.errors.dropped",
            "Errors of which no more than their number is known, because too many kinds came at once")),
    DEPENDENCY_CALLS(timer("swen.dependency.calls", "Calls to what the service depends on, as its map shows them")
            .by("target")
            .by("kind")
            .by("outcome", "ok", "failed")),
    BACKUP_LAST_SUCCESS(gauge(
                    "swen.backup.last.success.timestamp",
                    "When the last backup succeeded, since 1970; 0 where backups are wanted and none succeeded yet")
            .in("seconds")
            .where("backups are wanted"));

    private final Declaration declaration;

    PlatformMetric(Declaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }
}
