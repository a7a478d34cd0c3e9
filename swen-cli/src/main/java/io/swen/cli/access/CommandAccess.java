package io.swen.cli.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which calls each command makes in somebody's name, and the permission each of them needs: the one table of this command line. */
public final class CommandAccess {

    /** One call of the platform's public interface, as its API documents name it. */
    record Call(String method, String path, String permission) {}

    private static final Call SUBMIT = new Call("POST", "/workload", "workload_write");
    private static final Call LIST = new Call("GET", "/api/v1/workloads", "workload_read");
    private static final Call WORKLOAD = new Call("GET", "/api/v1/workloads/{id}", "workload_read");
    private static final Call CANCEL = new Call("POST", "/api/v1/workloads/{id}/cancel", "workload_write");
    private static final Call DECISION = new Call("GET", "/api/v1/decisions/{id}", "decision_read");
    private static final Call PENDING = new Call("GET", "/pending", "change_read");
    private static final Call CHANGES = new Call("GET", "/api/v1/changes", "change_read");
    private static final Call CHANGE = new Call("GET", "/api/v1/changes/{id}", "change_read");
    private static final Call VERDICT = new Call("POST", "/api/v1/changes/{id}/verdicts", "change_decide");
    private static final String FREEZES = "/api/v1/freeze-windows";
    private static final Call POLICIES = new Call("GET", "/api/v1/policies", "repository_read");
    private static final Call TRY_POLICY = new Call("POST", "/api/v1/policies/dry-run", "terraform_propose");
    private static final String REMEDIATIONS = "/api/v1/remediations";
    private static final Call DRIFT = new Call("GET", "/api/v1/drift", "deployment_read");
    private static final Call PINS = new Call("GET", "/api/v1/pins", "change_read");
    private static final Call ROLLBACK = new Call("POST", "/api/v1/changes/{id}/rollback", "change_repair");
    private static final String ERROR = "/api/v1/errors/{service}/{fingerprint}";
    private static final String SET_ASIDE = "/api/v1/set-aside-events/{service}";
    private static final String PROFILING = "/api/v1/profiling/{service}";
    private static final String KEYS = "/api/v1/encryption-keys/{service}";

    /** By the command's words after {@code swen}. */
    static final Map<String, List<Call>> CALLS = Map.ofEntries(
            Map.entry("submit", List.of(SUBMIT, WORKLOAD)),
            Map.entry("workloads", List.of(LIST)),
            Map.entry("pause", List.of(new Call("POST", "/api/v1/workloads/{id}/pause", "workload_write"))),
            Map.entry("resume", List.of(new Call("POST", "/api/v1/workloads/{id}/resume", "workload_write"))),
            Map.entry("restart", List.of(new Call("POST", "/api/v1/workloads/{id}/restart", "workload_write"))),
            Map.entry("cancel", List.of(CANCEL)),
            Map.entry(
                    "explain",
                    List.of(
                            WORKLOAD,
                            DECISION,
                            new Call("GET", "/api/v1/decisions/{id}/counterfactuals", "decision_read"))),
            Map.entry("replay", List.of(WORKLOAD, new Call("POST", "/api/v1/decisions/{id}/replay", "decision_read"))),
            Map.entry(
                    "what-if",
                    List.of(
                            WORKLOAD,
                            new Call("POST", "/api/v1/decisions/{id}/what-if", "decision_read"),
                            new Call("POST", "/api/v1/what-if", "decision_read"))),
            Map.entry("pending", List.of(PENDING)),
            Map.entry("remote", List.of(new Call("GET", "/api/v1/remote", "repository_read"))),
            Map.entry("workload-logs", List.of(new Call("GET", "/api/v1/deployments/{id}/logs", "deployment_read"))),
            Map.entry("promote", List.of(new Call("POST", "/api/v1/promotions", "workload_write"))),
            Map.entry("policy", List.of(POLICIES)),
            Map.entry("policy list", List.of(POLICIES)),
            Map.entry("policy test", List.of(TRY_POLICY)),
            Map.entry("policy dry-run", List.of(TRY_POLICY)),
            Map.entry("drift", List.of(DRIFT)),
            Map.entry("pin list", List.of(PINS)),
            Map.entry("pin release", List.of(new Call("POST", "/api/v1/pins/{workload_id}/release", "change_repair"))),
            Map.entry("rollback", List.of(ROLLBACK)),
            Map.entry(
                    "retry",
                    List.of(
                            CHANGE,
                            new Call("POST", "/api/v1/changes/{id}/retry", "change_repair"),
                            new Call("POST", "/api/v1/workloads/{id}/retry", "workload_write"))),
            Map.entry(
                    "drill drift",
                    List.of(
                            SUBMIT,
                            WORKLOAD,
                            new Call("PUT", "/api/v1/workloads/{id}", "workload_write"),
                            CANCEL,
                            CHANGES,
                            CHANGE,
                            new Call("GET", "/api/v1/changes/{id}/analysis", "change_read"),
                            DRIFT,
                            PINS,
                            ROLLBACK)),
            Map.entry("approve", List.of(CHANGE, VERDICT)),
            Map.entry("reject", List.of(CHANGE, VERDICT)),
            Map.entry(
                    "mode",
                    List.of(
                            new Call("GET", "/api/v1/environments", "automation_read"),
                            new Call("GET", "/api/v1/environments/{name}/mode", "automation_read"),
                            new Call("PUT", "/api/v1/environments/{name}/mode", "automation_write"))),
            Map.entry(
                    "freeze",
                    List.of(
                            new Call("GET", FREEZES, "automation_read"),
                            new Call("GET", FREEZES + "/{id}", "automation_read"),
                            new Call("POST", FREEZES, "automation_write"),
                            new Call("DELETE", FREEZES + "/{id}", "automation_write"))),
            Map.entry(
                    "kill-switch",
                    List.of(
                            new Call("GET", "/api/v1/kill-switch", "automation_read"),
                            new Call("POST", "/api/v1/kill-switch/engage", "automation_stop"),
                            new Call("POST", "/api/v1/kill-switch/release", "automation_write"))),
            Map.entry(
                    "delegate",
                    List.of(
                            new Call("GET", "/api/v1/delegations", "change_read"),
                            new Call("POST", "/api/v1/delegations", "change_decide"),
                            new Call("DELETE", "/api/v1/delegations/{id}", "change_decide"))),
            Map.entry(
                    "break-glass",
                    List.of(
                            new Call("GET", "/api/v1/break-glass", "change_read"),
                            CHANGE,
                            new Call("POST", "/api/v1/changes/{id}/break-glass", "change_break_glass"),
                            new Call("POST", "/api/v1/changes/{id}/break-glass/review", "change_decide"))),
            Map.entry("demo", List.of(LIST, SUBMIT, WORKLOAD, DECISION, CHANGES, CHANGE, VERDICT, CANCEL)),
            Map.entry(
                    "drill alert",
                    List.of(
                            new Call("GET", "/api/v1/alerts", "alert_read"),
                            new Call("GET", "/api/v1/incidents/{id}", "alert_read"))),
            Map.entry("verify dashboards", List.of(LIST)),
            Map.entry(
                    "drill chaos",
                    List.of(
                            CHANGES,
                            CHANGE,
                            VERDICT,
                            new Call("POST", "/api/v1/changes/{id}/cancel", "change_cancel"),
                            new Call("GET", "/api/v1/audit/{service}/events", "audit_read"))),
            Map.entry(
                    "drill ingest",
                    List.of(
                            new Call("GET", "/telemetry", "telemetry_read"),
                            new Call("POST", "/api/v1/metrics", "metric_write"),
                            new Call("GET", "/api/v1/metrics/query", "telemetry_read"))),
            Map.entry(
                    "drill market",
                    List.of(
                            SUBMIT,
                            WORKLOAD,
                            CANCEL,
                            CHANGE,
                            VERDICT,
                            new Call("GET", "/api/v1/decisions", "decision_read"),
                            new Call("GET", "/api/v1/rebalancing", "recommendation_read"),
                            new Call("GET", "/api/v1/prices/history", "telemetry_read"))),
            Map.entry(
                    "drill outage",
                    List.of(
                            SUBMIT,
                            WORKLOAD,
                            CANCEL,
                            new Call("GET", "/telemetry", "telemetry_read"),
                            new Call("GET", "/api/v1/instances", "telemetry_read"),
                            new Call("GET", "/api/v1/alerts", "alert_read"),
                            new Call("GET", "/api/v1/incidents", "alert_read"))),
            Map.entry("drill restore", List.of(SUBMIT, WORKLOAD)),
            Map.entry("drill replicas", List.of(SUBMIT, WORKLOAD, CHANGE, VERDICT)),
            Map.entry(
                    "drill upgrade",
                    List.of(
                            SUBMIT,
                            WORKLOAD,
                            CHANGES,
                            PENDING,
                            new Call("GET", "/workloads", "workload_read"),
                            new Call("GET", "/telemetry", "telemetry_read"))),
            Map.entry(
                    "drill storm",
                    List.of(
                            new Call("POST", "/api/v1/workloads:batch", "workload_write"),
                            LIST,
                            WORKLOAD,
                            CANCEL,
                            CHANGES,
                            CHANGE,
                            VERDICT,
                            new Call("GET", REMEDIATIONS + "/summary", "remediation_read"))),
            Map.entry("remediation list", List.of(new Call("GET", REMEDIATIONS, "remediation_read"))),
            Map.entry("remediation show", List.of(new Call("GET", REMEDIATIONS + "/{id}", "remediation_read"))),
            Map.entry(
                    "remediation acknowledge",
                    List.of(new Call("POST", REMEDIATIONS + "/{id}/acknowledge", "remediation_write"))),
            Map.entry(
                    "remediation hand-over",
                    List.of(new Call("POST", REMEDIATIONS + "/{id}/handover", "remediation_write"))),
            Map.entry(
                    "remediation abort", List.of(new Call("POST", REMEDIATIONS + "/{id}/abort", "remediation_write"))),
            Map.entry(
                    "keys",
                    List.of(
                            new Call("GET", KEYS, "encryption_key_read"),
                            new Call("POST", KEYS + "/rotation", "encryption_key_rotate"),
                            new Call("POST", KEYS + "/{key_id}/retirement", "encryption_key_rotate"))),
            Map.entry(
                    "errors",
                    List.of(
                            new Call("GET", "/api/v1/errors", "error_read"),
                            new Call("GET", ERROR, "error_read"),
                            new Call("POST", ERROR + "/acknowledge", "error_write"),
                            new Call("POST", ERROR + "/resolve", "error_write"))),
            Map.entry(
                    "events",
                    List.of(
                            new Call("GET", SET_ASIDE, "set_aside_read"),
                            new Call("GET", SET_ASIDE + "/{id}", "set_aside_read"),
                            new Call("POST", SET_ASIDE + "/{id}/retry", "set_aside_write"),
                            new Call("POST", SET_ASIDE + "/{id}/dismiss", "set_aside_write"))),
            Map.entry("map", List.of(new Call("GET", "/api/v1/service-map", "service_map_read"))),
            Map.entry(
                    "profile",
                    List.of(
                            new Call("GET", PROFILING, "profiling_read"),
                            new Call("PUT", PROFILING, "profiling_write"),
                            new Call("DELETE", PROFILING, "profiling_write"),
                            new Call("GET", PROFILING + "/recording", "profiling_write"))),
            Map.entry("verify trace", List.of(SUBMIT, WORKLOAD, CANCEL)),
            Map.entry(
                    "rebuild",
                    List.of(
                            new Call("POST", "/api/v1/rebuild", "tables_rebuild"),
                            new Call("POST", "/api/v1/rebuild/verification", "tables_rebuild"))),
            Map.entry("verify audit", List.of(new Call("GET", "/api/v1/audit/{service}/verification", "audit_read"))),
            Map.entry(
                    "verify secrets",
                    List.of(
                            new Call("GET", "/workloads", "workload_read"),
                            new Call("POST", "/api/v1/api-keys", "own_key_write"),
                            new Call("DELETE", "/api/v1/api-keys/{id}", "own_key_revoke"))));

    /** Commands that make no call in anybody's name: they work on this machine, or only sign in. */
    static final Set<String> NO_CALLS = Set.of(
            "up",
            "down",
            "status",
            "logs",
            "doctor",
            "supervise",
            "backup",
            "backup key",
            "backup list",
            "restore",
            "drill",
            "drill crash",
            "remediation",
            "pin",
            "scenario",
            "scenario list",
            "scenario start",
            "scenario stop",
            "scenario truth",
            "test",
            "verify",
            "verify supply",
            "verify compose",
            "verify decisions",
            "verify infra",
            "verify logs",
            "bench",
            "query",
            "estimate",
            "provenance",
            "provenance sign",
            "provenance verify",
            "token",
            "code",
            "generate-completion");

    /** Makes every call there is, with accounts of its own. */
    static final Set<String> EVERY_CALL = Set.of("verify access");

    private CommandAccess() {}

    /** What the help of a command says about the permissions it needs; empty where it needs none. */
    public static Optional<String> note(String command) {
        List<Call> calls = CALLS.getOrDefault(command, List.of());
        Set<String> permissions = new TreeSet<>();
        calls.forEach(call -> permissions.add(call.permission()));
        return permissions.isEmpty()
                ? Optional.empty()
                : Optional.of("Permissions it makes use of: " + String.join(", ", permissions) + ".");
    }
}
