package io.swen.cli.observability;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.process.Http;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen events}: the events that services failed on and set aside. */
@Command(
        name = "events",
        description = {
            "Show the events that services could not handle and set aside, the latest first; one of them in full; have one handled",
            "now, or say that it is not to be handled."
        })
public final class EventsCommand implements Callable<Integer> {

    private static final String EVENTS = "/api/v1/set-aside-events/";
    /** The services that read others' events. */
    private static final List<String> READERS = List.of("telemetry", "routing", "gitops");

    enum Action {
        list,
        show,
        retry,
        dismiss
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            description = "${COMPLETION-CANDIDATES} (default: list)")
    Action action = Action.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SERVICE/ID", description = "Which one.")
    @Nullable
    String which;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Only those of one service: telemetry, routing or gitops.")
    @Nullable
    String service;

    @Option(names = "--state", paramLabel = "STATE", description = "failing, set_aside, behind, handled or dismissed.")
    @Nullable
    String state;

    @Option(names = "--limit", defaultValue = "50")
    int limit = 50;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is not to be handled.")
    @Nullable
    String reason;

    @Option(names = "--json", description = "Print what the platform answered.")
    boolean json;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    private final Context context;

    public EventsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        return switch (action) {
            case list -> list(gateway);
            case show -> show(one().read(gateway));
            case retry -> retry(gateway);
            case dismiss -> dismiss(gateway);
        };
    }

    private int list(Gateway gateway) throws InterruptedException {
        Table table = new Table("event", "state", "attempts>", "consumer", "type", "last failed", "failure");
        boolean more = false;
        for (String each : service == null ? READERS : List.of(service)) {
            JsonNode page = gateway.get(EVENTS + Http.encoded(each) + "?limit=" + limit
                    + (state == null ? "" : "&state=" + Http.encoded(state)));
            if (json) {
                context.terminal().print(page);
                continue;
            }
            for (JsonNode event : page.path("items")) {
                String failure = Json.text(event, "error_class", "–");
                table.row(
                        each + "/" + Json.text(event, "id", ""),
                        Json.text(event, "state", ""),
                        Long.toString(event.path("attempts").asLong()),
                        Json.text(event, "consumer", ""),
                        Json.text(event, "type", ""),
                        Json.text(event, "last_failed_at", ""),
                        failure.substring(failure.lastIndexOf('.') + 1));
            }
            more |= page.path("next").isString();
        }
        if (!json && table.isEmpty()) {
            context.terminal().print("no events are set aside");
        } else if (!json) {
            context.terminal().print(table);
        }
        if (more) {
            context.terminal().say("there are more: --limit, --state");
        }
        return ExitCode.OK.number();
    }

    private int retry(Gateway gateway) throws InterruptedException {
        JsonNode event = one().change(gateway, "retry", Json.object());
        show(event);
        if (!Json.text(event, "state", "").equals("handled")) {
            throw new CliException(
                    ExitCode.FAILED,
                    "it failed again: " + Json.text(event, "error_message", "–"),
                    "Mend the cause, or ./swen events dismiss " + which + " --reason …");
        }
        return ExitCode.OK.number();
    }

    private int dismiss(Gateway gateway) throws InterruptedException {
        if (reason == null) {
            throw new CliException(ExitCode.USAGE, "dismiss needs --reason", "It stands in the audit log.");
        }
        return show(one().change(gateway, "dismiss", Json.object().put("reason", reason)));
    }

    private int show(JsonNode event) {
        if (json) {
            context.terminal().print(event);
            return ExitCode.OK.number();
        }
        context.terminal().print(ServiceRecord.fields(event));
        return ExitCode.OK.number();
    }

    private ServiceRecord one() {
        return ServiceRecord.of(EVENTS, which, action, "SERVICE/ID", "events");
    }
}
