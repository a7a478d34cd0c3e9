package io.swen.cli.supply;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.project.Checksums;
import io.swen.cli.project.Staleness;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/** {@code swen provenance}: states, signed, which commit the jars were built from; and checks such a statement. */
@Command(
        name = "provenance",
        description = "Sign or verify how the jars of this checkout came to be (SLSA, in-toto, DSSE).")
public final class ProvenanceCommand {
    private static final String DEFAULT_FILE = "target/provenance.intoto.json";
    private static final String LOCAL_BUILDER = "urn:swen:builder:local";

    private final Context context;

    public ProvenanceCommand(Context context) {
        this.context = context;
    }

    @Command(
            name = "sign",
            description = "Sign a statement about the jars that the last build left.",
            footer = {
                "",
                "The key is an Ed25519 private key in PEM: its text in SWEN_PROVENANCE_KEY, or its file in --key.",
                "The last line is 'provenance commit=… jars=… key=…'."
            })
    int sign(
            @Option(names = "--key", paramLabel = "FILE", description = "The private key's file.") @Nullable
                    Path keyFile,
            @Option(
                            names = "--public-key",
                            required = true,
                            paramLabel = "FILE",
                            description = "The public key's file.")
                    Path publicKeyFile,
            @Option(
                            names = "--builder",
                            defaultValue = "${env:SWEN_BUILDER_ID:-" + LOCAL_BUILDER + "}",
                            paramLabel = "URI",
                            description = "Who builds (SWEN_BUILDER_ID; default: ${DEFAULT-VALUE}).")
                    String builder,
            @Option(
                            names = "--out",
                            defaultValue = DEFAULT_FILE,
                            paramLabel = "FILE",
                            description = "Where to write it (default: ${DEFAULT-VALUE}).")
                    Path out)
            throws IOException, InterruptedException {
        PrivateKey key = Keys.privateKey(keyText(keyFile));
        PublicKey publicKey = Keys.publicKey(Files.readString(publicKeyFile));
        Provenance provenance = describe(builder);
        String keyId = Keys.idOf(publicKey.getEncoded());
        Envelope envelope = Envelope.sign(Provenance.PAYLOAD_TYPE, provenance.statement(), key, keyId);
        if (!envelope.isSignedBy(publicKey)) {
            throw new CliException(ExitCode.USAGE, "The public key is not the private key's other half");
        }
        Path file = context.project().root().resolve(out);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Json.write(envelope.toJson()) + "\n");
        context.terminal().say("Written to " + file);
        context.terminal()
                .print("provenance commit=" + provenance.commit() + " jars="
                        + provenance.subjects().size() + " key=" + keyId);
        return ExitCode.OK.number();
    }

    @Command(
            name = "verify",
            description = "Check a statement's signature, and that it speaks of the jars that are here.",
            footer = {"", "The last line is 'provenance commit=… jars=… verified=yes|no'."})
    int verify(
            @Option(names = "--public-key", required = true, paramLabel = "FILE", description = "The key to trust.")
                    Path publicKeyFile,
            @Option(
                            names = "--builder",
                            defaultValue = "",
                            paramLabel = "URI",
                            description = "Who has to have built it (default: anyone with the key).")
                    String builder,
            @Option(
                            names = "--commit",
                            paramLabel = "HEX",
                            description = "What has to have been built (default: the checkout's commit).")
                    @Nullable
                    String commit,
            @Option(
                            names = "--file",
                            defaultValue = DEFAULT_FILE,
                            paramLabel = "FILE",
                            description = "The statement (default: ${DEFAULT-VALUE}).")
                    Path file)
            throws IOException, InterruptedException {
        Path root = context.project().root();
        String expected = commit == null ? Tool.git(root, "rev-parse", "HEAD") : commit;
        SortedMap<String, String> present = digests(Artifacts.jars(root));
        List<String> wrong = new ArrayList<>();
        try {
            Envelope envelope = Envelope.of(Json.parse(Files.readString(root.resolve(file))));
            if (!Provenance.PAYLOAD_TYPE.equals(envelope.payloadType())) {
                wrong.add("the payload's type is '" + envelope.payloadType() + "', not " + Provenance.PAYLOAD_TYPE);
            }
            if (!envelope.isSignedBy(Keys.publicKey(Files.readString(publicKeyFile)))) {
                wrong.add("no signature is the given key's over this payload");
            } else {
                wrong.addAll(Provenance.mismatches(envelope.payload(), present, builder, expected));
            }
        } catch (JacksonException | IllegalArgumentException notAnEnvelope) {
            wrong.add(file + " is not a DSSE envelope");
        }
        wrong.forEach(context.terminal()::print);
        context.terminal()
                .print("provenance commit=" + expected + " jars=" + present.size() + " verified="
                        + (wrong.isEmpty() ? "yes" : "no"));
        return wrong.isEmpty() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private static String keyText(@Nullable Path keyFile) throws IOException {
        if (keyFile != null) {
            return Files.readString(keyFile);
        }
        String text = System.getenv("SWEN_PROVENANCE_KEY");
        if (text == null || text.isBlank()) {
            throw new CliException(
                    ExitCode.USAGE, "There is no key to sign with", "Set SWEN_PROVENANCE_KEY, or give --key FILE.");
        }
        return text;
    }

    private Provenance describe(String builder) throws IOException, InterruptedException {
        Path root = context.project().root();
        String changed = Tool.git(root, "status", "--porcelain");
        if (!changed.isEmpty()) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    "The checkout has changes that are not committed; no commit explains its jars:\n" + changed,
                    "Commit or remove them, and build.");
        }
        SortedMap<String, Path> jars = Artifacts.jars(root);
        List<String> runnable = jars.keySet().stream()
                .filter(name -> name.endsWith("-exec.jar"))
                .map(name -> name.substring(0, name.indexOf('/')))
                .toList();
        List<Staleness.StaleModule> stale = new Staleness(context.project()).check(runnable);
        if (jars.isEmpty() || !stale.isEmpty()) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    jars.isEmpty() ? "Nothing is built" : "A jar is older than its sources: " + stale,
                    "mvn -DskipTests package");
        }
        Instant started = Instant.MAX;
        Instant finished = Instant.EPOCH;
        for (Path jar : jars.values()) {
            Instant written = Staleness.builtAt(jar).toInstant();
            started = written.isBefore(started) ? written : started;
            finished = written.isAfter(finished) ? written : finished;
        }
        return new Provenance(
                withoutUser(Tool.git(root, "config", "--default", "", "--get", "remote.origin.url")),
                Tool.git(root, "rev-parse", "HEAD"),
                builder,
                Runtime.version().toString(),
                started,
                finished,
                digests(jars),
                inputs(root),
                bills(root));
    }

    private static String withoutUser(String address) {
        return address.replaceFirst("://[^/@]*@", "://");
    }

    private static SortedMap<String, String> digests(SortedMap<String, Path> files) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        for (var file : files.entrySet()) {
            digests.put(file.getKey(), Checksums.of(file.getValue()));
        }
        return digests;
    }

    /** The files that say which versions of everything else go in. */
    private static SortedMap<String, String> inputs(Path root) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put("pom.xml", root.resolve("pom.xml"));
        for (String module : Artifacts.modules(root)) {
            for (String name : List.of("pom.xml", "package-lock.json")) {
                Path file = root.resolve(module).resolve(name);
                if (Files.isRegularFile(file)) {
                    files.put(module + "/" + name, file);
                }
            }
        }
        return digests(files);
    }

    private static SortedMap<String, String> bills(Path root) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        for (Path file : BillOfMaterials.of(root, Artifacts.modules(root)).files()) {
            files.put(root.relativize(file).toString().replace('\\', '/'), file);
        }
        return digests(files);
    }
}
