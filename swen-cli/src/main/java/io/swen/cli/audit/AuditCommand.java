package io.swen.cli.audit;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.process.Http;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen verify audit}: was anything of the audit logs changed, removed, inserted or moved? */
@Command(
        name = "audit",
        description =
                "Check the audit log of every service: rows, hashes, seals, signatures and the copy outside the database.",
        footer = {
            "",
            "With --offline, only the copy is checked, without any service or database: that each batch follows the one before "
                    + "and was signed with a known key.",
            "The last line is 'audit rows=… broken=…'; the exit code is 1 when anything is broken."
        })
public final class AuditCommand implements Callable<Integer> {

    private static final List<String> SERVICES = List.of("identity", "telemetry", "routing", "gitops", "gateway");

    /** A part of this size is checked well within the time that a call may take. */
    private static final int ROWS = 50_000;

    @Option(
            names = "--as",
            defaultValue = "admin",
            paramLabel = "USER",
            description = "An auditor or admin; by default ${DEFAULT-VALUE}.")
    String user = "admin";

    @Option(
            names = "--offline",
            paramLabel = "DIR",
            description = "Check the copies in this folder (one folder a service, as SWEN_AUDIT_DIR has them).")
    @Nullable
    Path offline;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description =
                    "With --offline: trust the public keys (*.pub.pem) of this folder, not those beside the copy.")
    @Nullable
    Path keys;

    private final Context context;

    public AuditCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Tally> tallies = offline == null ? ask() : check(offline);
        Table table = new Table("service", "rows>", "batches>", "not sealed yet>", "copied through batch>", "broken>");
        long rows = 0;
        long broken = 0;
        for (Tally tally : tallies) {
            table.row(
                    tally.service(),
                    Long.toString(tally.rows()),
                    Long.toString(tally.batches()),
                    tally.pending(),
                    tally.copied(),
                    Long.toString(tally.broken()));
            rows += tally.rows();
            broken += tally.broken();
        }
        context.terminal().print(table);
        for (Tally tally : tallies) {
            tally.findings().forEach(finding -> context.terminal().print(tally.service() + ": " + finding));
            long more = tally.broken() - tally.findings().size();
            if (more > 0) {
                context.terminal().print(tally.service() + ": and " + more + " more");
            }
        }
        context.terminal().print("audit rows=" + rows + " broken=" + broken);
        return broken == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private List<Tally> ask() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        List<Tally> tallies = new ArrayList<>();
        for (String service : SERVICES) {
            tallies.add(ask(gateway, service));
        }
        return tallies;
    }

    /** Part after part, so that no answer takes long however large the log is. */
    private static Tally ask(Gateway gateway, String service) throws InterruptedException {
        long rows = 0;
        long batches = 0;
        long broken = 0;
        String copied = null;
        List<String> findings = new ArrayList<>();
        String next = null;
        JsonNode part;
        do {
            String after = next == null ? "" : "&after=" + Http.encoded(next);
            part = gateway.get("/api/v1/audit/" + service + "/verification?rows=" + ROWS + after);
            rows += part.path("rows").asLong();
            batches += part.path("batches").asLong();
            broken += part.path("broken").asLong();
            for (JsonNode finding : part.path("findings")) {
                findings.add(describe(finding));
            }
            copied = Json.text(part, "copied_through", copied == null ? "–" : copied);
            next = Json.text(part, "next");
        } while (next != null);
        return new Tally(service, rows, batches, broken, Json.text(part, "pending", "–"), copied, findings);
    }

    private static String describe(JsonNode finding) {
        StringBuilder text = new StringBuilder(Json.text(finding, "kind", "broken"));
        append(text, "row", Json.text(finding, "n"));
        append(text, "batch", Json.text(finding, "batch"));
        append(text, "id", Json.text(finding, "id"));
        return text.append(": ").append(Json.text(finding, "detail", "")).toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(' ').append(name).append(' ').append(value);
        }
    }

    private List<Tally> check(Path folder) throws IOException {
        List<Path> services;
        try (Stream<Path> children = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            services = children.filter(Files::isDirectory).sorted().toList();
        }
        if (services.isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    folder + " has no folder of a service's audit log",
                    "Give the folder that SWEN_AUDIT_DIR names, such as .swen/audit.");
        }
        List<Tally> tallies = new ArrayList<>();
        for (Path service : services) {
            tallies.add(new SealedCopy(service, keys == null ? service : keys).check());
        }
        return tallies;
    }
}
