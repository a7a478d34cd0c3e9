package io.swen.cli.infra;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.infra.Estimate.Price;
import io.swen.cli.infra.Estimate.Query;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Prices of the module {@code price-catalog}, asked in a process of its own: this command carries no other module. */
final class CatalogPrices {

    private static final String MODULE = "price-catalog";
    private static final String MAIN_CLASS = "io.swen.catalog.PriceProgram";
    private static final int WITHIN_SECONDS = 60;

    private CatalogPrices() {}

    /** The prices by what was asked; what the catalog does not have is missing. */
    static Map<Query, Price> of(Context context, Collection<Query> asked) throws IOException, InterruptedException {
        List<Query> queries = asked.stream().distinct().toList();
        JavaInstallation java = JavaInstallation.current();
        Path classes = context.project().module(MODULE).resolve("target").resolve("classes");
        if (!Files.isDirectory(classes)) {
            Files.createDirectories(classes.getParent());
            new MavenBuild(context.project(), java, context.terminal())
                    .packageModules(List.of(MODULE), classes.resolveSibling("build.log"));
        }
        Path questions = Files.createTempFile("swen-prices-", ".txt");
        Path answers = Files.createTempFile("swen-prices-", ".out");
        try {
            Files.write(
                    questions,
                    queries.stream()
                            .map(query -> query.region() + " " + query.type() + " " + query.purchaseOption())
                            .toList());
            Process process = new ProcessBuilder(
                            java.home().resolve("bin").resolve("java").toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes.toString(),
                            MAIN_CLASS)
                    .redirectInput(questions.toFile())
                    .redirectOutput(answers.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new CliException(
                        ExitCode.TIMED_OUT, "the catalog did not answer within " + WITHIN_SECONDS + " s");
            }
            List<String> lines = Files.readAllLines(answers, StandardCharsets.UTF_8);
            if (process.exitValue() != 0 || lines.size() != queries.size()) {
                throw new CliException(
                        ExitCode.FAILED, "the catalog answered " + lines.size() + " of " + queries.size() + " prices");
            }
            Map<Query, Price> prices = new HashMap<>();
            for (int i = 0; i < lines.size(); i++) {
                Price price = read(lines.get(i));
                if (price != null) {
                    prices.put(queries.get(i), price);
                }
            }
            return prices;
        } finally {
            Files.deleteIfExists(questions);
            Files.deleteIfExists(answers);
        }
    }

    private static @Nullable Price read(String line) {
        if (line.equals("-")) {
            return null;
        }
        String[] words = line.split(" ");
        return new Price(new BigDecimal(words[0]), words[1], words[2]);
    }
}
