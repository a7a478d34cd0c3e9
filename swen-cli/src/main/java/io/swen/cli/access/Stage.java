package io.swen.cli.access;

import io.swen.cli.client.Tokens;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts things of two teams on the platform for calls to be about, and takes them away again. */
final class Stage {
    private static final String SHIPPED_POLICY = "critical-on-spot";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Calls calls;
    private final Tokens tokens;
    private final List<Runnable> leftovers = new ArrayList<>();

    Stage(Calls calls, Tokens tokens) {
        this.calls = calls;
        this.tokens = tokens;
    }

    /** A workload of the team with its decision and its change. */
    Things things(String team) throws IOException, InterruptedException {
        String token = tokens.of(MatrixAccounts.name("operator", team));
        String id = team + "-" + UUID.randomUUID().toString().substring(0, 8);
        calls.need("POST", "/api/v1/workloads", token, workload(id, team));
        leftovers.add(() -> cancel(id, token));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode workload = calls.need("GET", "/api/v1/workloads/" + id, token, null);
            String decision = Json.text(workload, "decision_id");
            String change = Json.text(workload, "change_id");
            if (decision != null && change != null) {
                Map<String, String> ids = new LinkedHashMap<>();
                ids.put("workloads", id);
                ids.put("decisions", decision);
                ids.put("changes", change);
                if (team.equals(MatrixAccounts.OWN)) {
                    // Of no team: there is none that only others may see.
                    ids.put("policies", SHIPPED_POLICY);
                }
                return new Things(ids);
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        throw new CliException(
                ExitCode.TIMED_OUT,
                "The workload " + id + " was not decided and handed over within " + PATIENCE.toMinutes() + " minutes");
    }

    /** A new API key of the token's owner. */
    String key(String token) throws IOException, InterruptedException {
        ObjectNode request = Json.object().put("name", "matrix");
        request.set("roles", Json.array().add("operator"));
        request.set("teams", Json.array().add(MatrixAccounts.OWN));
        request.set("environments", Json.array().add("*"));
        JsonNode made = calls.need("POST", "/api/v1/api-keys", token, request);
        String id = Json.text(made, "key.id", "");
        leftovers.add(() -> quietly("DELETE", "/api/v1/api-keys/" + id, token));
        return Json.text(made, "secret", "");
    }

    /** Takes away what was put there. */
    void clear() {
        leftovers.forEach(Runnable::run);
    }

    private void cancel(String workload, String token) {
        quietly("POST", "/api/v1/workloads/" + workload + "/cancel", token);
    }

    private void quietly(String method, String path, String token) {
        try {
            calls.make(method, path, token, null);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode workload(String id, String team) {
        ObjectNode workload = Json.object()
                .put("id", id)
                .put("team", team)
                .put("kind", "service")
                .put("cpu_cores", 1)
                .put("memory_gb", 1);
        workload.set("container", Json.object().put("image", "ghcr.io/acme/matrix:1.0"));
        return workload;
    }
}
