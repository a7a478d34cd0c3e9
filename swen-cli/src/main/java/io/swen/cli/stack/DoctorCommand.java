package io.swen.cli.stack;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.database.PostgresBinaries;
import io.swen.cli.database.PostgresServer;
import io.swen.cli.process.Http;
import io.swen.cli.project.JavaInstallation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;

/** {@code swen doctor}: what this machine lacks and what helps. */
@Command(name = "doctor", description = "Check this machine and, if it runs, the platform; print what helps.")
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\.(\\d+).*");

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    private final Context context;

    public DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Check> checks = new ArrayList<>();
        SwenHome home = context.home();
        checks.add(Machine.java(JavaInstallation.current()));
        checks.add(versioned(Machine.maven(), "mvn", "-v"));
        checks.add(node());
        checks.add(Machine.npm());
        checks.add(versioned(
                Machine.tool(
                        "git", "it clones the environment repository", "Install Git (Debian: apt-get install git)."),
                "git",
                "--version"));
        checks.add(Machine.home(home));
        checks.add(Machine.disk(home));
        Optional<Snapshot> running = context.snapshot().filter(Snapshot::supervised);
        if (running.isPresent()) {
            platform(checks, running.get());
        } else {
            checks.addAll(Machine.ports(context.ports()));
            checks.add(Check.warning("platform", "is not running", "./swen up starts it."));
        }
        show(checks);
        return checks.stream().anyMatch(Check::isFailure) ? ExitCode.FAILED.number() : ExitCode.OK.number();
    }

    private void platform(List<Check> checks, Snapshot snapshot) throws IOException, InterruptedException {
        PortPlan ports = new PortPlan(snapshot.portBase());
        for (Service service : Service.values()) {
            if (snapshot.processes().stream()
                    .noneMatch(process -> process.name().equals(service.label()))) {
                continue;
            }
            checks.add(
                    Http.answersOk(service.readiness(ports))
                            ? Check.ok(service.label(), "is ready on port " + ports.of(service))
                            : Check.failed(
                                    service.label(),
                                    "is not ready on port " + ports.of(service),
                                    "./swen logs " + service.label() + "; the supervisor restarts it if it died."));
        }
        checks.add(database(ports));
        checks.add(clock(ports));
    }

    private Check database(PortPlan ports) {
        Secrets secrets = new Secrets(context.home());
        if (!Files.exists(secrets.superuserPasswordFile())
                || !Files.exists(context.home().postgres())) {
            return Check.warning("database", "is not the embedded one", "See SWEN_DATABASE_URL in ./swen up --help.");
        }
        PostgresServer server = new PostgresServer(
                new PostgresBinaries(context.home().run()),
                context.home().postgres(),
                ports.postgres(),
                secrets.superuserPasswordFile());
        return server.ready()
                ? Check.ok("database", "answers on port " + ports.postgres())
                : Check.failed("database", "does not answer on port " + ports.postgres(), "./swen logs postgres");
    }

    private Check clock(PortPlan ports) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ports.publicUrl() + "/health"))
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<Void> response = Http.client().send(request, HttpResponse.BodyHandlers.discarding());
            Instant now = context.clock().instant();
            return response.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .map(there -> Machine.clockSkew(Duration.between(there, now)))
                    .orElseGet(() -> Check.warning("clock", "the gateway names no time", "./swen logs gateway"));
        } catch (IOException unreachable) {
            return Check.warning("clock", "cannot be compared, the gateway does not answer", "./swen logs gateway");
        }
    }

    private static Check versioned(Check check, String... command) throws InterruptedException {
        if (check.isFailure()) {
            return check;
        }
        return Machine.version(command)
                .map(version -> Check.ok(check.name(), version.replaceAll("\033\\[[0-9;]*m", "")))
                .orElse(check);
    }

    private static Check node() throws InterruptedException {
        Check found =
                Machine.tool("node", "it builds the dashboard", "Install Node.js 20.19 or newer (https://nodejs.org).");
        if (found.isFailure()) {
            return found;
        }
        String version = Machine.version("node", "--version").orElse("");
        Matcher matcher = NODE_VERSION.matcher(version);
        boolean suffices = matcher.matches()
                && (Integer.parseInt(matcher.group(1)) > 20
                        || (Integer.parseInt(matcher.group(1)) == 20 && Integer.parseInt(matcher.group(2)) >= 19));
        return suffices
                ? Check.ok("node", version)
                : Check.failed("node", version + " is too old", "Install Node.js 20.19 or newer (https://nodejs.org).");
    }

    private void show(List<Check> checks) {
        Terminal terminal = context.terminal();
        if (json) {
            ArrayNode list = Json.array();
            checks.forEach(check -> list.add(Json.tree(check)));
            terminal.print(list);
            return;
        }
        Table table = new Table("", "check", "found");
        for (Check check : checks) {
            table.row(
                    switch (check.result()) {
                        case OK -> "✓";
                        case WARNING -> "!";
                        case FAILED -> "✗";
                    },
                    check.name(),
                    check.detail());
        }
        terminal.print(table);
        for (Check check : checks) {
            if (check.remedy() != null) {
                terminal.print(check.name() + " → " + check.remedy());
            }
        }
    }
}
