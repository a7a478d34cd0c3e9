package io.swen.cli.automation;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen break-glass}: has a change applied in spite of missing approvals and freeze windows, or signs that off. */
@Command(
        name = "break-glass",
        description =
                "Have a change applied in spite of missing approvals and freeze windows, sign that off as somebody else"
                        + " (--review), or list what nobody has signed off yet.")
public final class BreakGlassCommand implements Callable<Integer> {

    enum Outcome {
        justified,
        unjustified
    }

    @Parameters(arity = "0..1", paramLabel = "CHANGE")
    @Nullable
    String change;

    @Option(names = "--reason", description = "At least 20 characters; everybody who approves is told.")
    @Nullable
    String reason;

    @Option(names = "--review", paramLabel = "OUTCOME", description = "${COMPLETION-CANDIDATES}; with --note.")
    @Nullable
    Outcome review;

    @Option(names = "--note", description = "What you found; at least 10 characters.")
    @Nullable
    String note;

    @Option(names = "--as", defaultValue = "admin", paramLabel = "USER")
    String user = "admin";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public BreakGlassCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        JsonNode answer = change == null
                ? gateway.get("/api/v1/break-glass?reviewed=false&limit=200")
                : review == null ? breakGlass(gateway, change) : signOff(gateway, change, review);
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table("change", "title", "state", "by", "at", "reason", "signed off");
        for (JsonNode each :
                answer.has("items") ? answer.path("items") : Json.array().add(answer)) {
            table.row(
                    Json.text(each, "id"),
                    Json.text(each, "title"),
                    Json.text(each, "state"),
                    Json.text(each, "break_glass.by.name"),
                    Json.text(each, "break_glass.at"),
                    Json.text(each, "break_glass.reason"),
                    Json.text(each, "break_glass.review.by.name"));
        }
        if (table.isEmpty()) {
            context.terminal().print("Nothing waits to be signed off.");
        } else {
            context.terminal().print(table);
        }
        return ExitCode.OK.number();
    }

    private JsonNode breakGlass(Gateway gateway, String id) throws InterruptedException {
        if (reason == null) {
            throw new CliException(ExitCode.USAGE, "Breaking glass needs a reason", "--reason …");
        }
        String hash = Json.text(gateway.get("/api/v1/changes/" + id), "plan.hash");
        if (hash == null) {
            throw new CliException(ExitCode.CONFLICT, "Change " + id + " has no plan yet");
        }
        return gateway.post(
                "/api/v1/changes/" + id + "/break-glass",
                Json.object().put("reason", reason).put("plan_hash", hash),
                UUID.randomUUID());
    }

    private JsonNode signOff(Gateway gateway, String id, Outcome outcome) throws InterruptedException {
        if (note == null) {
            throw new CliException(ExitCode.USAGE, "Signing off needs a note", "--note …");
        }
        return gateway.post(
                "/api/v1/changes/" + id + "/break-glass/review",
                Json.object().put("outcome", outcome.name()).put("note", note),
                UUID.randomUUID());
    }
}
