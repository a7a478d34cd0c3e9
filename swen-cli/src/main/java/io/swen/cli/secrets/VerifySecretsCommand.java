package io.swen.cli.secrets;

import io.swen.cli.client.LiveSecrets;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.database.DatabaseContents;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen verify secrets}: whether a secret of the platform stands anywhere but where it belongs. */
@Command(
        name = "secrets",
        description = {
            "Look for every secret of the local platform in its logs, databases, Git repositories, processes and files,",
            "as it is and in Base64, hex and URL encoding. Cookies of a session, an API key and recovery codes are asked for",
            "in the name of operator, used and looked for as well; the codes replace those there were."
        },
        footer = {"", "The last line is 'secrets canaries=N places=N found=N'."})
public final class VerifySecretsCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 50;

    @Option(names = "--also", paramLabel = "PATH", description = "Look into these files or folders as well.")
    List<Path> also = List.of();

    private final Context context;

    public VerifySecretsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = context.home().root();
        if (!Files.isDirectory(root)) {
            throw new CliException(ExitCode.FAILED, "There is no platform in " + root, "./swen up starts one.");
        }
        Map<String, Path> vaults = new LinkedHashMap<>();
        vaults.put("credentials.json", context.home().credentials());
        vaults.put("secrets", root.resolve("secrets"));
        vaults.put("tokens", context.home().tokens());
        try (LiveSecrets live = LiveSecrets.begin(context)) {
            List<Canary> canaries = Canaries.gather(vaults, live.values());
            SecretsScan scan = new SecretsScan(canaries);
            look(scan, root, Set.copyOf(vaults.values()));
            return report(canaries, scan);
        }
    }

    private void look(SecretsScan scan, Path root, Set<Path> vaults) throws IOException, InterruptedException {
        scan.files("logs", root.resolve("logs"), Set.of());
        databases(scan);
        scan.files("files of the database server", root.resolve("postgres"), Set.of());
        repositories(scan, root.resolve("git"));
        processes(scan);
        scan.files("what browsers were answered", root.resolve("archives"), Set.of());
        Set<Path> elsewhere = new java.util.HashSet<>(vaults);
        elsewhere.addAll(Set.of(
                root.resolve("logs"),
                root.resolve("postgres"),
                root.resolve("run/postgresql-18"),
                root.resolve("archives")));
        scan.files("other files of the platform", root, elsewhere);
        for (Path path : also) {
            if (!Files.exists(path)) {
                throw new CliException(ExitCode.FAILED, path + " does not exist, so nothing can be looked for in it");
            }
            scan.files(path.toString(), path.toAbsolutePath().normalize(), vaults);
        }
    }

    private void databases(SecretsScan scan) throws IOException {
        DatabaseContents contents = new DatabaseContents(context.database());
        try {
            for (String database : contents.databases()) {
                SecretsScan.Tally tally = scan.begin("database " + database);
                contents.read(database, tally::pass, tally::part);
                tally.end();
            }
        } catch (SQLException unreadable) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "The databases cannot be read: " + unreadable.getMessage(),
                    "./swen up starts the platform; the scan needs it running.",
                    unreadable);
        }
    }

    private static void repositories(SecretsScan scan, Path folder) throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> found = Files.list(folder)) {
            for (Path repository : found.filter(each -> Files.exists(each.resolve("HEAD")))
                    .sorted()
                    .toList()) {
                scan.repository("Git " + repository.getFileName(), repository);
            }
        }
    }

    /** What other users of the machine can see (command lines), and what child processes inherit (the environment). */
    private void processes(SecretsScan scan) throws IOException {
        SecretsScan.Tally commands = scan.begin("command lines");
        SecretsScan.Tally environments = scan.begin("environments");
        for (long pid : context.processes()) {
            process(commands, pid, "cmdline");
            process(environments, pid, "environ");
        }
        commands.end();
        environments.end();
    }

    private static void process(SecretsScan.Tally tally, long pid, String file) throws IOException {
        Path path = Path.of("/proc", Long.toString(pid), file);
        try {
            CanarySearch.Pass pass = tally.pass();
            byte[] bytes = Files.readAllBytes(path);
            pass.write(bytes, 0, bytes.length);
            tally.part(file + " of process " + pid, pass);
        } catch (NoSuchFileException gone) {
            // It ended meanwhile, or this system has no /proc; then nobody sees it there either.
        }
    }

    private Integer report(List<Canary> canaries, SecretsScan scan) {
        Terminal terminal = context.terminal();
        Table table = new Table("place", "parts>", "MB>", "found>");
        for (SecretsScan.Place place : scan.places()) {
            table.row(
                    place.name(),
                    Long.toString(place.parts()),
                    String.format(Locale.ROOT, "%.1f", place.bytes() / 1e6),
                    Integer.toString(place.found()));
        }
        terminal.print(table);
        List<SecretsScan.Find> finds = scan.finds();
        if (!finds.isEmpty()) {
            Table found = new Table("found in", "at", "what", "how");
            finds.stream()
                    .limit(MOST_SHOWN)
                    .forEach(find -> found.row(find.place(), find.part(), find.kind(), find.form()));
            terminal.print("");
            terminal.print(found);
            if (finds.size() > MOST_SHOWN) {
                terminal.print("and " + (finds.size() - MOST_SHOWN) + " more");
            }
        }
        terminal.print("secrets canaries=" + canaries.size() + " places="
                + scan.places().size() + " found=" + finds.size());
        return (finds.isEmpty() && !canaries.isEmpty() ? ExitCode.OK : ExitCode.FAILED).number();
    }
}
