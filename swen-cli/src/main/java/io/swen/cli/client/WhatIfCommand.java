package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen what-if}: what would be decided if something were otherwise? */
@Command(
        name = "what-if",
        description =
                "Decide under suppositions, beside a decision or for a workload that is not submitted; nothing is stored.",
        footer = {
            "",
            "A price or rate is a selection and a value: 'offer_id=aws:use1-az1/m7i.large/spot,factor=2' or",
            "'region=aws:us-east-1,instance_type=m7i.large,price=0.05'. Parts: offer_id provider region zone instance_type",
            "purchase_option."
        })
public final class WhatIfCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "A workload, for its newest decision, or a decision; left out with -f.")
    @Nullable
    String id;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A workload that is not submitted, YAML or JSON; - reads standard input.")
    @Nullable
    String file;

    @Option(names = "--price", paramLabel = "SELECTION", description = "Prices that are otherwise; repeatable.")
    List<String> prices = List.of();

    @Option(
            names = "--rate",
            paramLabel = "SELECTION",
            description = "Interruption rates that are otherwise; repeatable.")
    List<String> rates = List.of();

    @Option(names = "--weight", paramLabel = "FACTOR=WEIGHT", description = "What a factor counts, 0 to 1; repeatable.")
    Map<String, BigDecimal> weights = Map.of();

    @Option(names = "--close", paramLabel = "REGION", description = "A region that nothing may be in; repeatable.")
    List<String> closed = List.of();

    @Option(names = "--open", paramLabel = "REGION", description = "A region that is allowed after all; repeatable.")
    List<String> opened = List.of();

    @Option(
            names = "--set",
            paramLabel = "FIELD=JSON",
            description = "A field of the workload, such as cpu_cores=8 or container.replicas=3; repeatable.")
    Map<String, String> fields = Map.of();

    @Option(names = "--without-model", description = "Leave the learned model out.")
    boolean withoutModel;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public WhatIfCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((id == null) == (file == null)) {
            throw new CliException(
                    ExitCode.USAGE, "Either a decision or -f FILE is needed", "./swen what-if --help shows examples.");
        }
        ObjectNode body = suppositions();
        Gateway gateway = new Gateway(context, user);
        String path =
                id == null ? "/api/v1/what-if" : "/api/v1/decisions/" + DecisionIds.resolve(gateway, id) + "/what-if";
        JsonNode answer = gateway.post(path, body, UUID.randomUUID());
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        for (JsonNode supposed : answer.path("supposed")) {
            String offers = Json.text(supposed, "offers");
            context.terminal()
                    .print("Supposed: " + Json.text(supposed, "what", "?")
                            + (offers == null ? "" : " (" + offers + " offers)"));
        }
        context.terminal().print(Json.text(answer, "summary", ""));
        if (!answer.path("differences").isEmpty()) {
            Table table = new Table("field", "before", "after");
            for (JsonNode difference : answer.path("differences")) {
                table.row(
                        Json.text(difference, "field", "?"),
                        Json.text(difference, "before", "–"),
                        Json.text(difference, "after", "–"));
            }
            context.terminal().print("\n" + table.render());
        }
        return ExitCode.OK.number();
    }

    ObjectNode suppositions() throws IOException {
        ObjectNode body = Json.object();
        selections(body, "prices", prices);
        selections(body, "interruption_rates", rates);
        if (!weights.isEmpty()) {
            body.set("weights", Json.tree(weights));
        }
        if (!closed.isEmpty()) {
            body.set("regions_closed", Json.tree(closed));
        }
        if (!opened.isEmpty()) {
            body.set("regions_opened", Json.tree(opened));
        }
        if (withoutModel) {
            body.put("model", false);
        }
        ObjectNode spec = file == null ? Json.object() : Documents.read(file);
        fields.forEach((field, value) -> set(spec, field, value));
        if (!spec.isEmpty()) {
            body.set("spec", spec);
        }
        return body;
    }

    private static void selections(ObjectNode body, String name, List<String> given) {
        if (given.isEmpty()) {
            return;
        }
        ArrayNode list = body.putArray(name);
        for (String selection : given) {
            ObjectNode entry = list.addObject();
            for (String part : selection.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals < 1) {
                    throw new CliException(
                            ExitCode.USAGE,
                            "'" + part + "' in '" + selection + "' is not of the form name=value",
                            "./swen what-if --help shows examples.");
                }
                String field = part.substring(0, equals);
                String value = part.substring(equals + 1);
                if (field.equals("price") || field.equals("factor") || field.equals("rate")) {
                    entry.put(field, number(value, selection));
                } else {
                    entry.put(field, value);
                }
            }
        }
    }

    private static BigDecimal number(String value, String selection) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException notOne) {
            throw new CliException(
                    ExitCode.USAGE,
                    "'" + value + "' in '" + selection + "' is not a number",
                    "./swen what-if --help shows examples.",
                    notOne);
        }
    }

    private static void set(ObjectNode spec, String field, String value) {
        ObjectNode at = spec;
        String[] steps = field.split("\\.", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            at = at.get(steps[i]) instanceof ObjectNode inner ? inner : at.putObject(steps[i]);
        }
        JsonNode parsed;
        try {
            parsed = Json.parse(value);
        } catch (JacksonException plainText) {
            parsed = Json.tree(value);
        }
        at.set(steps[steps.length - 1], parsed);
    }
}
