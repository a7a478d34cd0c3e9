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

/** {@code swen freeze}: the times in which nothing is applied. */
@Command(
        name = "freeze",
        description = "List the times in which nothing is applied, add one, or remove one.",
        footer = {
            "",
            "  swen freeze add --environment prod --cron '0 18 * * FRI' --duration PT60H --zone Europe/Berlin --reason weekend",
            "  swen freeze add --environment '*' --from 2026-12-24T18:00 --until 2026-12-27T06:00 --reason holidays"
        })
public final class FreezeCommand implements Callable<Integer> {

    enum Action {
        list,
        add,
        remove
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            description = "${COMPLETION-CANDIDATES} (default: list)")
    Action action = Action.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The window to remove.")
    @Nullable
    String id;

    @Option(names = "--environment", paramLabel = "NAME", description = "One or more; '*' for all.")
    List<String> environments = new ArrayList<>();

    @Option(names = "--reason")
    @Nullable
    String reason;

    @Option(names = "--zone", paramLabel = "ZONE", description = "What the times mean (default: UTC).")
    @Nullable
    String zone;

    @Option(names = "--from", paramLabel = "TIME")
    @Nullable
    String from;

    @Option(names = "--until", paramLabel = "TIME")
    @Nullable
    String until;

    @Option(
            names = "--cron",
            paramLabel = "FIELDS",
            description = "When it begins: minute, hour, day, month, day of the week.")
    @Nullable
    String cron;

    @Option(names = "--duration", paramLabel = "ISO", description = "How long it lasts from then on, such as PT60H.")
    @Nullable
    String duration;

    @Option(names = "--as", defaultValue = "admin", paramLabel = "USER")
    String user = "admin";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public FreezeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        switch (action) {
            case list -> show(gateway.get("/api/v1/freeze-windows?limit=200"));
            case add -> show(gateway.post("/api/v1/freeze-windows", asked(), UUID.randomUUID()));
            case remove -> remove(gateway);
        }
        return ExitCode.OK.number();
    }

    private ObjectNode asked() {
        ObjectNode asked = Json.object();
        ArrayNode names = asked.putArray("environments");
        environments.forEach(names::add);
        put(asked, "reason", reason);
        put(asked, "zone", zone);
        put(asked, "from", from);
        put(asked, "until", until);
        put(asked, "cron", cron);
        put(asked, "duration", duration);
        return asked;
    }

    private void remove(Gateway gateway) throws InterruptedException {
        if (id == null) {
            throw new CliException(ExitCode.USAGE, "Which window?", "./swen freeze list shows their ids.");
        }
        String path = "/api/v1/freeze-windows/" + id;
        gateway.delete(path, gateway.get(path).path("version").asLong());
        context.terminal().print("Removed " + id + ".");
    }

    private void show(JsonNode answer) {
        if (json) {
            context.terminal().print(answer);
            return;
        }
        Table table = new Table("id", "environments", "when", "zone", "active", "until", "next", "reason");
        for (JsonNode window :
                answer.has("items") ? answer.path("items") : Json.array().add(answer)) {
            List<String> names = new ArrayList<>();
            window.path("environments").forEach(name -> names.add(name.asString()));
            String once = Json.text(window, "from");
            table.row(
                    Json.text(window, "id"),
                    String.join(", ", names),
                    once == null
                            ? Json.text(window, "cron") + " for " + Json.text(window, "duration")
                            : once + " to " + Json.text(window, "until"),
                    Json.text(window, "zone"),
                    window.path("active").asBoolean() ? "yes" : "no",
                    Json.text(window, "active_until"),
                    Json.text(window, "next_from"),
                    Json.text(window, "reason"));
        }
        if (table.isEmpty()) {
            context.terminal().print("There are no freeze windows.");
        } else {
            context.terminal().print(table);
        }
    }

    private static void put(ObjectNode asked, String field, @Nullable String value) {
        if (value != null) {
            asked.put(field, value);
        }
    }
}
