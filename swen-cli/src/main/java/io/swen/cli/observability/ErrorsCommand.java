package io.swen.cli.observability;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.process.Http;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen errors}: what goes wrong in the services, by kind. */
@Command(
        name = "errors",
        description = {
            "Show the errors of all services by kind, the one seen last first; one of them in full; or say that somebody looks",
            "after one, or that it is mended."
        })
public final class ErrorsCommand implements Callable<Integer> {
    private static final int SHOWN_OF_PLACE = 60;

    enum Action {
        list,
        show,
        acknowledge,
        resolve
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            description = "${COMPLETION-CANDIDATES} (default: list)")
    Action action = Action.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SERVICE/FINGERPRINT", description = "Which one.")
    @Nullable
    String which;

    @Option(names = "--service", paramLabel = "NAME", description = "Only those of one service.")
    @Nullable
    String service;

    @Option(names = "--state", paramLabel = "STATE", description = "open, acknowledged or resolved.")
    @Nullable
    String state;

    @Option(names = "--since", paramLabel = "DURATION", description = "Only those seen lately, such as PT1H.")
    @Nullable
    Duration since;

    @Option(names = "--limit", defaultValue = "50")
    int limit = 50;

    @Option(names = "--note", paramLabel = "TEXT", description = "What is to be remembered with it.")
    @Nullable
    String note;

    @Option(names = "--json", description = "Print what the platform answered.")
    boolean json;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    private final Context context;

    public ErrorsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        switch (action) {
            case list -> list(gateway);
            case show -> show(one().read(gateway));
            case acknowledge, resolve -> judge(gateway);
        }
        return ExitCode.OK.number();
    }

    private void list(Gateway gateway) throws InterruptedException {
        StringBuilder query = new StringBuilder("/api/v1/errors?limit=" + limit);
        add(query, "service", service);
        add(query, "state", state);
        add(
                query,
                "since",
                since == null ? null : context.clock().instant().minus(since).toString());
        JsonNode page = gateway.get(query.toString());
        if (json) {
            context.terminal().print(page);
            return;
        }
        Table table = new Table("error", "state", "count>", "first seen", "last seen", "trace", "what", "where");
        for (JsonNode group : page.path("items")) {
            table.row(
                    Json.text(group, "service", "") + "/" + Json.text(group, "fingerprint", ""),
                    Json.text(group, "state", ""),
                    Long.toString(group.path("occurrences").asLong()),
                    seconds(Json.text(group, "first_seen", "")),
                    seconds(Json.text(group, "last_seen", "")),
                    Json.text(group, "trace_id", "–"),
                    what(group),
                    shortened(Json.text(group, "place", "–")));
        }
        if (table.isEmpty()) {
            context.terminal().print("no errors");
        } else {
            context.terminal().print(table);
        }
        for (JsonNode silent : page.path("silent")) {
            context.terminal().say(silent.asString() + "-service does not answer, so its errors are missing");
        }
        if (page.path("next").isString()) {
            context.terminal().say("there are more: --limit, --since");
        }
    }

    private void judge(Gateway gateway) throws InterruptedException {
        ObjectNode body = Json.object();
        if (note != null) {
            body.put("note", note);
        }
        show(one().change(gateway, action.name(), body));
    }

    private void show(JsonNode group) {
        if (json) {
            context.terminal().print(group);
            return;
        }
        context.terminal().print(ServiceRecord.fields(group, "frames"));
        group.path("frames").forEach(frame -> context.terminal().print("  at " + frame.asString()));
    }

    private ServiceRecord one() {
        return ServiceRecord.of("/api/v1/errors/", which, action, "SERVICE/FINGERPRINT", "errors");
    }

    private static String what(JsonNode group) {
        String exception = Json.text(group, "exception");
        return exception == null
                ? shortened(Json.text(group, "message", ""))
                : exception.substring(exception.lastIndexOf('.') + 1);
    }

    private static String shortened(String text) {
        return text.length() > SHOWN_OF_PLACE ? "…" + text.substring(text.length() - SHOWN_OF_PLACE + 1) : text;
    }

    private static String seconds(String instant) {
        int dot = instant.indexOf('.');
        return dot < 0 ? instant : instant.substring(0, dot) + "Z";
    }

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(Http.encoded(value));
        }
    }
}
