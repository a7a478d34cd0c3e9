package io.swen.cli.automation;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen delegate}: who gives verdicts in whose stead. */
@Command(
        name = "delegate",
        description =
                "Let another approver give verdicts in your stead for a time; without a name, list the delegations.")
public final class DelegateCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TO", description = "The login name of the other.")
    @Nullable
    String to;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Such as 2026-12-24T18:00:00Z, at most 90 days ahead.")
    @Nullable
    String until;

    @Option(names = "--from", paramLabel = "TIME", description = "From when on (default: now).")
    @Nullable
    String from;

    @Option(names = "--reason")
    @Nullable
    String reason;

    @Option(names = "--team", paramLabel = "NAME", description = "Only for changes of these teams.")
    List<String> teams = new ArrayList<>();

    @Option(names = "--environment", paramLabel = "NAME", description = "Only for changes in these environments.")
    List<String> environments = new ArrayList<>();

    @Option(names = "--revoke", paramLabel = "ID", description = "End a delegation now.")
    @Nullable
    String revoke;

    @Option(names = "--as", defaultValue = "approver1", paramLabel = "USER")
    String user = "approver1";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public DelegateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        if (revoke != null) {
            gateway.delete("/api/v1/delegations/" + revoke);
            context.terminal().print("Ended " + revoke + ".");
            return ExitCode.OK.number();
        }
        JsonNode answer = to == null
                ? gateway.get("/api/v1/delegations?limit=200")
                : gateway.post("/api/v1/delegations", asked(to), UUID.randomUUID());
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table(
                "id", "from", "actor id", "to", "since", "until", "teams", "environments", "revoked", "reason");
        for (JsonNode each :
                answer.has("items") ? answer.path("items") : Json.array().add(answer)) {
            table.row(
                    Json.text(each, "id"),
                    Json.text(each, "from.name"),
                    Json.text(each, "from.actor_id"),
                    Json.text(each, "to"),
                    Json.text(each, "starts_at"),
                    Json.text(each, "ends_at"),
                    names(each.path("teams")),
                    names(each.path("environments")),
                    Json.text(each, "revoked_at"),
                    Json.text(each, "reason"));
        }
        if (table.isEmpty()) {
            context.terminal().print("There are no delegations from or to " + user + ".");
        } else {
            context.terminal().print(table);
        }
        return ExitCode.OK.number();
    }

    private ObjectNode asked(String other) {
        if (until == null || reason == null) {
            throw new CliException(ExitCode.USAGE, "A delegation needs an end and a reason", "--until … --reason …");
        }
        ObjectNode asked = Json.object().put("to", other).put("ends_at", until).put("reason", reason);
        if (from != null) {
            asked.put("starts_at", from);
        }
        put(asked, "teams", teams);
        put(asked, "environments", environments);
        return asked;
    }

    private static void put(ObjectNode asked, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = asked.putArray(field);
            values.forEach(array::add);
        }
    }

    private static String names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asString()));
        return String.join(", ", names);
    }
}
