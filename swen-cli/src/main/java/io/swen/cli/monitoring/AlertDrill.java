package io.swen.cli.monitoring;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.console.Waiting;
import io.swen.cli.process.Http;
import io.swen.cli.scenario.Scenarios;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.Restart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code swen drill alert}: kills a service and follows the alert from Prometheus to SWEN's own incident, and back. */
@Command(
        name = "alert",
        description =
                "Kill routing-service, and follow the alert through a real Prometheus and Alertmanager to an incident here.",
        footer = {
            "",
            "Both run with the configuration that ships. Times are wall time: the first three since the service was killed, the"
                    + " last since it was allowed to start again. The simulated clock runs faster meanwhile, because an incident"
                    + " rests for five of its minutes before it is resolved.",
            "The last line is 'alert fired_s=… notified_s=… incident_s=… resolved_s=…'."
        })
public final class AlertDrill implements Callable<Integer> {
    private static final String SERVICE = "routing";
    private static final String ALERT = "ServiceDown";
    private static final double FAST = 60;
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration WITHIN = Duration.ofMinutes(4);
    private static final Duration RESOLVED_WITHIN = Duration.ofMinutes(8);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern SENT = Pattern.compile(
            "^alertmanager_notifications(_failed)?_total\\{integration=\"webhook\"[^}]*} (\\S+)$", Pattern.MULTILINE);

    private final Context context;
    private final Terminal terminal;
    private final Waiting waiting;

    public AlertDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
        this.waiting = new Waiting(terminal, LOOK_EVERY, "./swen status");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Restart restart = new Restart(context);
        restart.serving(SERVICE);
        Gateway gateway = new Gateway(context, "operator");
        Scenarios simulator = new Scenarios(context.simulatorUrl());
        double speed = simulator.speed();
        try (Monitoring monitoring = Monitoring.alerting(context)) {
            Prometheus prometheus = monitoring.prometheus();
            waiting.until(
                    "every target is scraped",
                    READY_WITHIN,
                    () -> prometheus.targets().values().stream().allMatch("up"::equals));
            return follow(restart, gateway, simulator, monitoring);
        } finally {
            simulator.speed(speed);
        }
    }

    private int follow(Restart restart, Gateway gateway, Scenarios simulator, Monitoring monitoring)
            throws IOException, InterruptedException {
        Prometheus prometheus = monitoring.prometheus();
        if (alert(gateway) != null) {
            throw new CliException(
                    ExitCode.CONFLICT, ALERT + " of " + SERVICE + " fires here already", "Wait until it is over.");
        }
        double sentBefore = sent(monitoring);
        Duration fired;
        Duration notified;
        Duration opened;
        String incident;
        long released;
        long began = System.nanoTime();
        try (Restart.Outage outage = restart.away(SERVICE)) {
            fired = measured(
                    "Prometheus misses " + outage.name(), WITHIN, began, () -> prometheus.fires(ALERT, SERVICE));
            notified =
                    measured("Alertmanager has told its webhook", WITHIN, began, () -> sent(monitoring) > sentBefore);
            opened = measured(
                    "there is an incident",
                    WITHIN,
                    began,
                    () -> "open".equals(Json.text(incident(gateway, alert(gateway)), "state")));
            incident = Json.text(incident(gateway, alert(gateway)), "id", "");
            terminal.say("  incident " + incident + ": "
                    + Json.text(gateway.get("/api/v1/incidents/" + incident), "title", ""));
            simulator.speed(FAST);
            released = System.nanoTime();
        }
        Duration resolved = measured(
                "the incident is resolved",
                RESOLVED_WITHIN,
                released,
                () -> "resolved".equals(Json.text(gateway.get("/api/v1/incidents/" + incident), "state")));
        terminal.print(String.format(
                Locale.ROOT,
                "alert fired_s=%.1f notified_s=%.1f incident_s=%.1f resolved_s=%.1f",
                seconds(fired),
                seconds(notified),
                seconds(opened),
                seconds(resolved)));
        return ExitCode.OK.number();
    }

    /** The alert as SWEN has it, while it fires. */
    private static @Nullable JsonNode alert(Gateway gateway) throws InterruptedException {
        for (JsonNode each :
                gateway.get("/api/v1/alerts?state=firing&rule=" + ALERT).path("items")) {
            if (SERVICE.equals(Json.text(each, "labels.service"))) {
                return each;
            }
        }
        return null;
    }

    private static JsonNode incident(Gateway gateway, @Nullable JsonNode alert) throws InterruptedException {
        String id = alert == null ? null : Json.text(alert, "incident_id");
        return id == null ? Json.object() : gateway.get("/api/v1/incidents/" + id);
    }

    /** How many notifications its webhook took, as Alertmanager counts them. */
    private static double sent(Monitoring monitoring) throws InterruptedException {
        double sent = 0;
        try {
            String metrics = Http.client()
                    .send(
                            HttpRequest.newBuilder(URI.create(monitoring.alertmanager() + "/metrics"))
                                    .timeout(LIMIT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            for (MatchResult line : SENT.matcher(metrics).results().toList()) {
                double count = Double.parseDouble(line.group(2));
                sent += line.group(1) == null ? count : -count;
            }
        } catch (IOException broken) {
            throw new CliException(
                    ExitCode.UNREACHABLE, "Alertmanager does not answer: " + broken.getMessage(), null, broken);
        }
        return sent;
    }

    /** Answers how long after {@code began} it was so. */
    private Duration measured(String what, Duration limit, long began, Waiting.Question question)
            throws InterruptedException {
        waiting.until(what, limit, question);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
