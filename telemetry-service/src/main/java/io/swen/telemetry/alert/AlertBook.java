package io.swen.telemetry.alert;

import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.json.CanonicalJson;
import io.swen.telemetry.alert.AlertLife.Sign;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes alerts: stores the state, its history and the event in the transaction at hand, and tells the incidents. All writers of
 * a database take turns, so that no two of them open an incident for one cause.
 */
@Component
class AlertBook {

    /** Advisory locks of this feature; any two numbers that nobody else uses. */
    static final long EVALUATION_LOCK = 0x5357_454e_0000_0040L;

    static final long WRITER_LOCK = 0x5357_454e_0000_0041L;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]{1,63})}");
    private static final int LONGEST_SUMMARY = 500;

    private final AlertStore store;
    private final EventLog events;
    private final CanonicalJson canonical;
    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher publisher;
    private final InstantSource wall = InstantSource.system();

    AlertBook(
            AlertStore store,
            EventLog events,
            CanonicalJson canonical,
            JdbcTemplate jdbc,
            ApplicationEventPublisher publisher) {
        this.store = store;
        this.events = events;
        this.canonical = canonical;
        this.jdbc = jdbc;
        this.publisher = publisher;
    }

    /** Waits for its turn to change alerts and incidents, until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    void takeTurn() {
        takeTurn(jdbc);
    }

    static void takeTurn(JdbcTemplate jdbc) {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, WRITER_LOCK);
    }

    /**
     * Brings the alerts of a rule in line with what its evaluation found; {@link #takeTurn} comes first.
     *
     * @param most how many alerts of the rule there may be at a time
     */
    @Transactional(propagation = Propagation.MANDATORY)
    List<AlertTransition> reconcile(AlertRule rule, Findings findings, Duration unknownKept, int most, Instant now) {
        Map<String, Alert> open = new HashMap<>();
        store.open(Alert.RULE, rule.name()).forEach(alert -> open.put(alert.fingerprint(), alert));
        AlertLife life = new AlertLife(rule.hold(), rule.keepFiring(), unknownKept);
        List<AlertTransition> transitions = new ArrayList<>();
        List<Alert> seen = new ArrayList<>();
        Set<String> done = new HashSet<>();
        int alerts = open.size();
        for (Reading reading : findings.active()) {
            Map<String, String> labels = labels(rule, reading);
            String fingerprint = fingerprint(Alert.RULE, rule.name(), labels);
            if (!done.add(fingerprint)) {
                continue;
            }
            Severity severity = reading.severity() == null ? rule.severity() : reading.severity();
            String summary = summary(rule.summary(), labels, reading);
            Alert known = open.remove(fingerprint);
            if (known == null) {
                if (++alerts > most) {
                    continue;
                }
                transitions.add(begin(rule, life, reading, labels, fingerprint, severity, summary, now));
                continue;
            }
            Alert current = changed(known, known.state(), severity, summary, reading.value(), now);
            AlertState next = life.next(known.state(), Sign.ACTIVE, known.pendingAt(), known.lastSeenAt(), now);
            if (next == null) {
                seen.add(current);
            } else {
                transitions.add(move(current, next, now, "it has lasted " + readable(rule.hold())));
            }
        }
        for (Alert left : open.values()) {
            boolean unknown = findings.isUnknown().test(left.labels());
            AlertState next = life.next(
                    left.state(), unknown ? Sign.UNKNOWN : Sign.ABSENT, left.pendingAt(), left.lastSeenAt(), now);
            if (next != null) {
                transitions.add(move(
                        left,
                        next,
                        now,
                        unknown
                                ? "there were no data to judge it by for " + readable(unknownKept)
                                : "the cause is gone"));
            }
        }
        if (!seen.isEmpty()) {
            store.seen(seen, wall.instant());
        }
        return transitions;
    }

    /** Resolves what rules left behind that are no more in force. */
    @Transactional(propagation = Propagation.MANDATORY)
    List<AlertTransition> retire(Set<String> rulesInForce, Instant now) {
        return store.open(Alert.RULE).stream()
                .filter(alert -> !rulesInForce.contains(alert.rule()))
                .map(alert -> move(alert, AlertState.RESOLVED, now, "the rule is no more in force"))
                .toList();
    }

    /** Opens an alert that another system found, or notes that it goes on; null when there is no news. */
    @Transactional(propagation = Propagation.MANDATORY)
    @Nullable
    AlertTransition heard(Alert alert, Instant now) {
        Alert known = store.openByFingerprint(alert.fingerprint()).orElse(null);
        if (known == null) {
            store.insert(alert, wall.instant());
            return recorded(new AlertTransition(alert, null, now, "told by " + alert.source()));
        }
        store.seen(
                List.of(changed(known, known.state(), alert.severity(), alert.summary(), null, now)), wall.instant());
        return null;
    }

    /** Resolves an alert that another system found; null when it is not open. */
    @Transactional(propagation = Propagation.MANDATORY)
    @Nullable
    AlertTransition ended(String fingerprint, Instant now, String reason) {
        return store.openByFingerprint(fingerprint)
                .map(alert -> move(alert, AlertState.RESOLVED, now, reason))
                .orElse(null);
    }

    /** Tells of everything that changed: events in the log, and the incidents. */
    @Transactional(propagation = Propagation.MANDATORY)
    void tell(List<AlertTransition> transitions, Instant now) {
        if (transitions.isEmpty()) {
            return;
        }
        events.appendAll(
                transitions.stream()
                        .map(transition -> new Event(
                                AlertChanged.TYPE,
                                transition.alert().id().toString(),
                                transition.alert().audience(),
                                transition.alert().audienceEnvironment(),
                                AlertChanged.of(transition)))
                        .toList(),
                null);
        publisher.publishEvent(new AlertsChanged(transitions, now));
    }

    String fingerprint(String source, String rule, Map<String, String> labels) {
        return canonical.hash(Map.of("source", source, "rule", rule, "labels", new TreeMap<>(labels)));
    }

    private AlertTransition begin(
            AlertRule rule,
            AlertLife life,
            Reading reading,
            Map<String, String> labels,
            String fingerprint,
            Severity severity,
            String summary,
            Instant now) {
        Instant since = reading.since() == null || reading.since().isAfter(now) ? now : reading.since();
        AlertState state = life.begin(since, now);
        Alert alert = new Alert(
                Uuids.next(),
                fingerprint,
                Alert.RULE,
                rule.name(),
                severity,
                state,
                labels,
                summary,
                reading.value(),
                reading.team(),
                reading.environment(),
                reading.shared(),
                reading.simulated(),
                since,
                state == AlertState.FIRING ? now : null,
                null,
                now,
                null,
                null,
                1);
        store.insert(alert, wall.instant());
        return recorded(new AlertTransition(alert, null, now, "the rule's condition holds"));
    }

    private AlertTransition move(Alert alert, AlertState to, Instant now, String reason) {
        AlertState from = alert.state();
        Alert moved = new Alert(
                alert.id(),
                alert.fingerprint(),
                alert.source(),
                alert.rule(),
                alert.severity(),
                AlertState.moved(from, to),
                alert.labels(),
                alert.summary(),
                alert.value(),
                alert.team(),
                alert.environment(),
                alert.shared(),
                alert.simulated(),
                alert.pendingAt(),
                to == AlertState.FIRING ? now : alert.firingAt(),
                to == AlertState.RESOLVED ? now : null,
                alert.lastSeenAt(),
                to == AlertState.RESOLVED ? reason : null,
                alert.incident(),
                alert.version() + 1);
        store.update(moved, wall.instant());
        return recorded(new AlertTransition(moved, from, now, reason));
    }

    private AlertTransition recorded(AlertTransition transition) {
        store.record(transition);
        return transition;
    }

    private static Alert changed(
            Alert alert, AlertState state, Severity severity, String summary, @Nullable Double value, Instant seen) {
        return new Alert(
                alert.id(),
                alert.fingerprint(),
                alert.source(),
                alert.rule(),
                severity,
                state,
                alert.labels(),
                summary,
                value,
                alert.team(),
                alert.environment(),
                alert.shared(),
                alert.simulated(),
                alert.pendingAt(),
                alert.firingAt(),
                alert.resolvedAt(),
                seen,
                alert.resolvedReason(),
                alert.incident(),
                alert.version());
    }

    private static Map<String, String> labels(AlertRule rule, Reading reading) {
        Map<String, String> labels = new TreeMap<>(reading.labels());
        labels.putAll(rule.labels());
        return labels;
    }

    /** The rule's sentence with everything in braces replaced that is known. */
    static String summary(String template, Map<String, String> labels, Reading reading) {
        Matcher places = PLACEHOLDER.matcher(template);
        String filled = places.replaceAll(place -> {
            String name = place.group(1);
            String value = labels.get(name);
            if (value == null) {
                value = reading.detail().get(name);
            }
            if (value == null && name.equals("value") && reading.value() != null) {
                value = String.format(Locale.ROOT, "%.4g", reading.value());
            }
            return Matcher.quoteReplacement(value == null ? "(no " + name + ")" : value);
        });
        return filled.length() > LONGEST_SUMMARY ? filled.substring(0, LONGEST_SUMMARY) + "…" : filled;
    }

    private static String readable(Duration duration) {
        return duration.toString();
    }
}
