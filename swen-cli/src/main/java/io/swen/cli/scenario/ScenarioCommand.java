package io.swen.cli.scenario;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code swen scenario}: outages, storms and other days of the simulated clouds, replayable from a seed. */
@Command(
        name = "scenario",
        description = "Let something happen in the simulated clouds: a storm on the spot market, an outage, silence.",
        footer = {"", "One scenario runs at a time; its times are of the simulated clock."})
public final class ScenarioCommand implements Callable<Integer> {

    private final Context context;

    @Spec
    @Nullable
    CommandSpec spec;

    public ScenarioCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return list();
    }

    @Command(name = "list", description = "Show the scenarios, and which one is active.")
    int list() throws IOException, InterruptedException {
        Table table = new Table("SCENARIO", "LASTS", "ACTIVE", "WHAT");
        for (JsonNode item : simulator().list()) {
            table.row(
                    Json.text(item, "name", ""),
                    Terminal.readable(Duration.parse(Json.text(item, "duration", "PT0S"))),
                    item.path("active").asBoolean() ? "yes" : "",
                    Json.text(item, "title", ""));
        }
        context.terminal().print(table);
        return ExitCode.OK.number();
    }

    @Command(name = "start", description = "Start a scenario.")
    int start(
            @Parameters(paramLabel = "NAME", description = "As 'swen scenario list' shows it.") String name,
            @Option(
                            names = "--seed",
                            description = "The same seed replays the same; default ${DEFAULT-VALUE}.",
                            defaultValue = "0")
                    long seed)
            throws IOException, InterruptedException {
        JsonNode started = simulator().start(name(name), seed);
        context.terminal()
                .print(Json.text(started, "name", name) + " runs from " + Json.text(started, "started_at", "?") + " to "
                        + Json.text(started, "ends_at", "?") + " of the simulated clock, seed " + seed + ".");
        return ExitCode.OK.number();
    }

    @Command(name = "stop", description = "Stop the active scenario.")
    int stop() throws IOException, InterruptedException {
        Optional<String> active = simulator().active();
        if (active.isEmpty()) {
            context.terminal().print("No scenario is active.");
            return ExitCode.OK.number();
        }
        JsonNode stopped = simulator().stop(active.get());
        context.terminal().print(active.get() + " ended at " + Json.text(stopped, "ends_at", "?") + ".");
        return ExitCode.OK.number();
    }

    @Command(name = "truth", description = "Print as JSON what happened when in the newest run of a scenario.")
    int truth(
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "The active one where none is given.")
                    @Nullable
                    String name)
            throws IOException, InterruptedException {
        Scenarios simulator = simulator();
        String wanted = name;
        if (wanted == null) {
            wanted = simulator
                    .active()
                    .orElseThrow(() -> new ParameterException(
                            Objects.requireNonNull(spec).commandLine(), "no scenario is active: give a name"));
        }
        context.terminal().print(simulator.truth(name(wanted)));
        return ExitCode.OK.number();
    }

    private String name(String given) {
        if (!given.matches("[a-z-]{1,40}")) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "a scenario's name has lower-case letters and dashes only: " + given);
        }
        return given;
    }

    private Scenarios simulator() throws IOException {
        return new Scenarios(context.simulatorUrl());
    }
}
