package io.swen.telemetry.alert;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts and the rules that raise them. */
@RestController
class AlertController {

    private final AlertStore store;
    private final Silences silences;
    private final AlertRules rules;
    private final RuleStates states;

    AlertController(AlertStore store, Silences silences, AlertRules rules, RuleStates states) {
        this.store = store;
        this.silences = silences;
        this.rules = rules;
        this.states = states;
    }

    /**
     * A rule in force and how its last evaluation went.
     *
     * @param kind threshold, anomaly, absence, staleness, budget or slo
     * @param origin the file it stands in
     * @param series how many series or things were looked at; null before the first evaluation
     * @param truncated whether there are more series or alerts than are looked at
     */
    @Schema(name = "AlertRule")
    record RuleView(
            String name,
            String kind,
            Severity severity,
            String summary,
            Duration holdFor,
            Duration keepFiringFor,
            Map<String, String> labels,
            String origin,
            @Nullable Instant evaluatedAt,
            @Nullable Integer series,
            @Nullable Integer active,
            @Nullable Boolean truncated,
            @Nullable String error) {}

    /** All rules in force. */
    @Schema(name = "AlertRules")
    record RuleList(List<RuleView> items) {}

    @Operation(summary = "Lists alerts, the newest first")
    @GetMapping(path = "/api/v1/alerts", produces = "application/json")
    Page<AlertView> alerts(
            @RequestParam(name = "state", required = false) @Nullable AlertState state,
            @RequestParam(name = "severity", required = false) @Nullable Severity severity,
            @RequestParam(name = "rule", required = false) @Nullable String rule,
            @RequestParam(name = "provider", required = false) @Nullable String provider,
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "workload", required = false) @Nullable String workload,
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "incident", required = false) @Nullable UUID incident,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        int most = Cursors.limit(limit);
        List<Silence> active = silences.active();
        return Page.of(
                        store.list(
                                new AlertStore.Filter(
                                        state, severity, rule, provider, region, workload, team, incident),
                                Actor.current(),
                                Cursors.id(cursor),
                                most + 1),
                        most,
                        last -> Cursors.encode(last.id()))
                .map(alert -> AlertView.of(alert, silencedBy(alert, active), null));
    }

    @Operation(summary = "One alert with its history")
    @GetMapping(path = "/api/v1/alerts/{id}", produces = "application/json")
    AlertView alert(@PathVariable("id") UUID id) {
        Alert alert = store.find(id)
                .filter(found -> found.isVisibleTo(Actor.current()))
                .orElseThrow(() -> ProblemException.notFound("alert", id));
        return AlertView.of(alert, silencedBy(alert, silences.active()), store.history(id));
    }

    @Operation(summary = "All alert rules in force, with how their last evaluation went")
    @GetMapping(path = "/api/v1/alert-rules", produces = "application/json")
    RuleList rules() {
        Map<String, RuleStates.RuleState> known = states.all();
        return new RuleList(rules.all().stream()
                .map(rule -> {
                    RuleStates.RuleState state = known.get(rule.name());
                    return new RuleView(
                            rule.name(),
                            rule.condition().kind(),
                            rule.severity(),
                            rule.summary(),
                            rule.hold(),
                            rule.keepFiring(),
                            rule.labels(),
                            rule.origin(),
                            state == null ? null : state.evaluatedAt(),
                            state == null ? null : state.series(),
                            state == null ? null : state.active(),
                            state == null ? null : state.truncated(),
                            state == null ? null : state.error());
                })
                .toList());
    }

    private static @Nullable UUID silencedBy(Alert alert, List<Silence> active) {
        return alert.state() == AlertState.RESOLVED
                ? null
                : Silences.covering(alert, active).map(Silence::id).orElse(null);
    }
}
