package io.swen.gitops.remediation;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.remediation.RemediationStore.Endangered;
import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears that a provider will take instances away. Each notice is stored with what became of it in the transaction that takes the
 * event in, so that it is remedied once, however often and in whatever order it is told.
 */
@Component
class InterruptionNotices implements EventConsumer {

    static final String TYPE = "io.swen.InterruptionNoticed";

    private static final Logger LOG = LoggerFactory.getLogger(InterruptionNotices.class);
    /** What took effect this long ago is history, and was seen by whoever watches what runs. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** What became of a notice. */
    enum Fate {
        REMEDIATED,
        /** No instance of ours, or not yet. */
        UNKNOWN,
        /** Ours, and not expected to run any more. */
        ENDED,
        /** It was told long after it took effect. */
        LATE,
        /** No runbook answers this kind. */
        NO_RUNBOOK
    }

    private record Notice(
            String provider,
            String noticeId,
            String instanceId,
            String region,
            String kind,
            @Nullable String detail,
            Instant noticedAt,
            @Nullable Instant effectiveAt) {

        Key key() {
            return new Key(provider, noticeId);
        }
    }

    private record Key(String provider, String noticeId) {}

    private final Remediations remediations;
    private final RemediationStore store;
    private final Runbooks runbooks;
    private final RemediationProperties properties;
    private final JdbcTemplate jdbc;
    private final MeterRegistry metrics;
    private final Clock clock;

    InterruptionNotices(
            Remediations remediations,
            RemediationStore store,
            Runbooks runbooks,
            RemediationProperties properties,
            JdbcTemplate jdbc,
            MeterRegistry metrics,
            Clock clock) {
        this.remediations = remediations;
        this.store = store;
        this.runbooks = runbooks;
        this.properties = properties;
        this.jdbc = jdbc;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "gitops-interruptions";
    }

    @Override
    public SwenService source() {
        return SwenService.TELEMETRY;
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    /** A cloud may take thousands of instances back at one moment, within a notice of two minutes. */
    @Override
    public int together() {
        return 50;
    }

    @Override
    public void handle(CloudEvent event) {
        Notice notice;
        try {
            notice = notice(event.data());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // It will not get better by reading it again, and those behind it must not wait for it.
            metrics.counter(GitopsMetric.REMEDIATION_NOTICES.id(), "kind", "malformed", "outcome", "skipped")
                    .increment();
            LOG.error("event {} is skipped: {}", event.id(), e.getMessage());
            return;
        }
        if (stored(List.of(notice)).isEmpty()) {
            count(notice.kind(), "duplicate");
            return;
        }
        answer(notice, event.data());
    }

    /** Those about instances that nobody here knows, which most are where an account is shared. */
    @Override
    public Set<UUID> handleAtOnce(List<CloudEvent> events) {
        Map<UUID, Notice> readable = new LinkedHashMap<>();
        for (CloudEvent event : events) {
            try {
                readable.put(event.id(), notice(event.data()));
            } catch (IllegalArgumentException | DateTimeParseException malformed) {
                LOG.debug("event {} is handled alone", event.id(), malformed);
            }
        }
        Set<String> known = Set.copyOf(jdbc.queryForList(
                "select instance_id from deployment_instance where instance_id = any (?)", String.class, (Object)
                        readable.values().stream().map(Notice::instanceId).toArray(String[]::new)));
        readable.values().removeIf(notice -> known.contains(notice.instanceId()));
        List<Notice> unknown = List.copyOf(readable.values());
        Set<Key> added = stored(unknown);
        unknown.forEach(
                notice -> count(notice.kind(), added.contains(notice.key()) ? name(Fate.UNKNOWN) : "duplicate"));
        return readable.keySet();
    }

    /** Stores notices, of which nothing is known as yet; answers those that were not stored before. */
    private Set<Key> stored(List<Notice> notices) {
        if (notices.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(jdbc.query(
                "insert into interruption_notice (provider, notice_id, instance_id, region, kind, noticed_at, effective_at,"
                        + " received_at, outcome, retry_until) select n.*, ?, 'UNKNOWN', now() + make_interval(secs => ?)"
                        + " from unnest(?, ?, ?, ?, ?, ?::timestamptz[], ?::timestamptz[]) as n on conflict do nothing returning provider, notice_id",
                (row, index) -> new Key(row.getString(1), row.getString(2)),
                Timestamp.from(clock.instant()),
                properties.unknownFor().toMillis() / 1000.0,
                column(notices, Notice::provider),
                column(notices, Notice::noticeId),
                column(notices, Notice::instanceId),
                column(notices, Notice::region),
                column(notices, Notice::kind),
                column(notices, Notice::noticedAt),
                column(notices, Notice::effectiveAt)));
    }

    private static Object column(List<Notice> notices, Function<Notice, @Nullable Object> value) {
        return notices.stream()
                .map(value)
                .map(each -> each == null ? null : each.toString())
                .toArray(String[]::new);
    }

    /** Looks again for the instances of notices that were not known; called by one thread in one instance at a time. */
    @Transactional
    public int retryUnknown(int limit) {
        List<Notice> known = jdbc.query(
                "select n.* from interruption_notice n where n.outcome = 'UNKNOWN' and n.retry_until > now() and exists"
                        + " (select 1 from deployment_instance i where i.instance_id = n.instance_id) limit ? for update skip locked",
                (row, index) -> {
                    Timestamp effective = row.getTimestamp("effective_at");
                    return new Notice(
                            row.getString("provider"),
                            row.getString("notice_id"),
                            row.getString("instance_id"),
                            row.getString("region"),
                            row.getString("kind"),
                            null,
                            row.getTimestamp("noticed_at").toInstant(),
                            effective == null ? null : effective.toInstant());
                },
                limit);
        for (Notice notice : known) {
            answer(notice, JsonMapper.shared().createObjectNode().put("kind", notice.kind()));
        }
        return known.size();
    }

    /** How many notices of which fate were heard of since. */
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public Map<String, Long> counts(Instant since) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query(
                "select kind || '_' || lower(outcome), count(*) from interruption_notice where received_at >= ? group by 1",
                row -> {
                    counts.put(row.getString(1), row.getLong(2));
                },
                Timestamp.from(since));
        return counts;
    }

    private void answer(Notice notice, JsonNode data) {
        Endangered place = store.ofInstance(notice.instanceId()).orElse(null);
        Runbook book = runbooks.triggeredBy(TYPE, data).orElse(null);
        UUID remediation = null;
        Fate fate;
        Instant effective = notice.effectiveAt();
        if (place == null) {
            fate = Fate.UNKNOWN;
        } else if (place.removing()
                || !(place.state().equals("PENDING") || place.state().equals("RUNNING"))) {
            fate = Fate.ENDED;
        } else if (effective != null && effective.plus(LATE).isBefore(clock.instant())) {
            fate = Fate.LATE;
        } else if (book == null) {
            fate = Fate.NO_RUNBOOK;
        } else {
            fate = Fate.REMEDIATED;
            remediation = remediations.open(
                    place,
                    book,
                    notice.kind(),
                    notice.kind().equals("interruption"),
                    effective,
                    incidentOf(place.region()),
                    notice.kind().replace('_', ' ') + " of " + notice.instanceId()
                            + (effective == null ? "" : ", effective " + effective)
                            + (notice.detail() == null ? "" : " (" + notice.detail() + ")"));
        }
        if (fate != Fate.UNKNOWN) {
            jdbc.update(
                    "update interruption_notice set outcome = ?, remediation_id = ? where provider = ? and notice_id = ?",
                    fate.name(),
                    remediation,
                    notice.provider(),
                    notice.noticeId());
        }
        count(notice.kind(), name(fate));
    }

    private @Nullable UUID incidentOf(String region) {
        return jdbc
                .query(
                        "select id from known_incident where region = ? and resolved_at is null order by opened_at desc limit 1",
                        (row, index) -> row.getObject(1, UUID.class),
                        region)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static String name(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    private void count(String kind, String outcome) {
        metrics.counter(GitopsMetric.REMEDIATION_NOTICES.id(), "kind", kind, "outcome", outcome)
                .increment();
    }

    private static Notice notice(JsonNode data) {
        String kind = text(data, "kind");
        if (!Set.of("interruption", "rebalance", "scheduled_event").contains(kind)) {
            throw new IllegalArgumentException("kind is " + kind);
        }
        JsonNode effective = data.path("effective_at");
        JsonNode detail = data.path("detail");
        return new Notice(
                text(data, "provider"),
                text(data, "notice_id"),
                text(data, "instance_id"),
                text(data, "region"),
                kind,
                detail.isString() ? detail.asString() : null,
                Instant.parse(text(data, "noticed_at")),
                effective.isString() ? Instant.parse(effective.asString()) : null);
    }

    private static String text(JsonNode data, String field) {
        JsonNode value = data.path(field);
        if (!value.isString() || value.asString().isEmpty()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.asString();
    }
}
