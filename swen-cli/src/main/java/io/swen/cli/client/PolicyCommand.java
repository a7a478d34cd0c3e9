package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen policy}: the rules over every change, and trying one before it is pushed. */
@Command(
        name = "policy",
        description = "Show the policies on main, and try one before it is pushed.",
        footer = {"", "Policies are changed by a push to refs/for/main of the environment repository."})
public final class PolicyCommand implements Callable<Integer> {
    private static final long LARGEST_FILE = 64 * 1024;

    private final Context context;

    public PolicyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return list("operator", false);
    }

    @Command(name = "list", description = "Show the policies on main, also those that cannot be used.")
    int list(
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user,
            @Option(names = "--json", description = "Print the platform's answer.") boolean json)
            throws IOException, InterruptedException {
        JsonNode answer = new Gateway(context, user).get("/api/v1/policies");
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table("policy", "rule", "result", "approvals>", "role", "when");
        for (JsonNode policy : answer.path("items")) {
            policy.path("problems")
                    .forEach(problem -> table.row(
                            Json.text(policy, "name"), "–", "denies everything", null, null, problem.asString("")));
            for (JsonNode rule : policy.path("rules")) {
                table.row(
                        Json.text(policy, "name"),
                        Json.text(rule, "name"),
                        Json.text(rule, "result"),
                        Json.text(rule, "approvals"),
                        Json.text(rule, "role"),
                        Json.text(rule, "when", "").replaceAll("\\s+", " "));
            }
        }
        if (table.isEmpty()) {
            context.terminal().print("There are no policies.");
        } else {
            context.terminal().print(table);
        }
        return ExitCode.OK.number();
    }

    @Command(name = "test", description = "Check a policy's file and run the tests in it.")
    int test(
            @Parameters(paramLabel = "FILE", description = "Such as policies/costs.yaml.") Path file,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user)
            throws IOException, InterruptedException {
        JsonNode report = tried(file, 1, user);
        int failed = tests(report);
        int all = report.path("tests").size();
        context.terminal()
                .print("policy " + Json.text(report, "policy", "?") + " passed=" + (all - failed) + " failed="
                        + failed);
        return failed == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    @Command(
            name = "dry-run",
            description = "Show which of the newest changes a policy would have decided differently.")
    int dryRun(
            @Parameters(paramLabel = "FILE", description = "Such as policies/costs.yaml.") Path file,
            @Option(names = "--changes", defaultValue = "100", description = "So many changes, 1 to 200 (default 100).")
                    int changes,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user,
            @Option(names = "--json", description = "Print the platform's answer.") boolean json)
            throws IOException, InterruptedException {
        JsonNode report = tried(file, changes, user);
        if (json) {
            context.terminal().print(report);
            return ExitCode.OK.number();
        }
        int failed = tests(report);
        Table table = new Table("change", "title", "environment", "was", "would be", "because");
        for (JsonNode change : report.path("different")) {
            table.row(
                    Json.text(change, "change_id"),
                    Json.text(change, "title"),
                    Json.text(change, "environment"),
                    decided(change.path("before")),
                    decided(change.path("after")),
                    change.path("findings").path(0).path("message").asString(""));
        }
        if (!table.isEmpty()) {
            context.terminal().print(table);
        }
        if (!report.path("complete").asBoolean()) {
            context.terminal().say("Time ran out before all changes were looked at.");
        }
        context.terminal()
                .print("policy " + Json.text(report, "policy", "?") + " changes=" + Json.text(report, "changes", "0")
                        + " matched=" + Json.text(report, "matched", "0") + " different="
                        + report.path("different").size() + " failed_tests=" + failed);
        return ExitCode.OK.number();
    }

    private JsonNode tried(Path file, int changes, String user) throws IOException, InterruptedException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            throw new CliException(
                    ExitCode.USAGE,
                    file + " is no file of at most " + LARGEST_FILE + " bytes",
                    "Name a policy's YAML file.");
        }
        ObjectNode body = Json.object();
        body.put("policy", Files.readString(file));
        body.put("changes", changes);
        return new Gateway(context, user).post("/api/v1/policies/dry-run", body, UUID.randomUUID());
    }

    private int tests(JsonNode report) {
        int failed = 0;
        for (JsonNode test : report.path("tests")) {
            if (!test.path("passed").asBoolean()) {
                failed++;
                context.terminal()
                        .print("failed: " + Json.text(test, "name", "?") + ": " + Json.text(test, "problem", ""));
            }
        }
        return failed;
    }

    private static String decided(JsonNode decided) {
        if (decided.path("denied").asBoolean()) {
            return "denied";
        }
        int approvals = decided.path("approvals").asInt(0);
        return approvals == 0 ? "let through" : approvals + " × " + Json.text(decided, "role", "approver");
    }
}
