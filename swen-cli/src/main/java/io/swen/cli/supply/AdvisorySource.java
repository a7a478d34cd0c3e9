package io.swen.cli.supply;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.core.JacksonException;

/**
 * Advisories read from a folder of OSV documents, or from a zip of them as OSV publishes one an ecosystem.
 *
 * @param place where they were read
 * @param read how many documents it has
 * @param newest when the most recent one was last changed
 * @param relevant those that name a package of the product
 */
record AdvisorySource(Path place, int read, Instant newest, List<Advisory> relevant) {
    private static final int MOST_DOCUMENTS = 1_000_000;
    private static final int LARGEST_DOCUMENT = 8 * 1024 * 1024;

    /** Older than this, a source says little about what is known today. */
    static final Duration FRESH_FOR = Duration.ofDays(7);

    static AdvisorySource read(Path place, Predicate<Advisory> isRelevant) throws IOException {
        Collected collected = new Collected(isRelevant);
        if (Files.isDirectory(place)) {
            try (Stream<Path> found = Files.walk(place)) {
                for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                    if (file.toString().endsWith(".json")) {
                        collected.add(file.toString(), Files.readAllBytes(file));
                    } else if (file.toString().endsWith(".zip")) {
                        addZip(file, collected);
                    }
                }
            }
        } else if (Files.isRegularFile(place)) {
            addZip(place, collected);
        } else {
            throw new CliException(
                    ExitCode.FAILED,
                    "There are no advisories at " + place,
                    "SWEN_ADVISORIES names a folder of OSV documents or a zip of them.");
        }
        if (collected.read == 0) {
            throw new CliException(
                    ExitCode.FAILED, place + " holds no OSV document", "A check against nothing would always pass.");
        }
        return new AdvisorySource(place, collected.read, collected.newest, List.copyOf(collected.relevant));
    }

    boolean isStale(Instant now) {
        return age(now).compareTo(FRESH_FOR) > 0;
    }

    Duration age(Instant now) {
        return Duration.between(newest, now);
    }

    List<Finding> against(BillOfMaterials bill) {
        List<Finding> findings = new ArrayList<>();
        for (Component component : bill.carriedBy().keySet()) {
            for (Advisory advisory : relevant) {
                if (advisory.covers(component)) {
                    findings.add(new Finding(
                            component, advisory, List.copyOf(bill.carriedBy().get(component))));
                }
            }
        }
        return findings;
    }

    /**
     * A component with a known weakness.
     *
     * @param component what is carried
     * @param advisory what is known of it
     * @param modules who carries it
     */
    record Finding(Component component, Advisory advisory, List<String> modules) {}

    private static void addZip(Path file, Collected collected) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(bytes, StandardCharsets.UTF_8)) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null) {
                if (!entry.isDirectory() && entry.getName().endsWith(".json")) {
                    byte[] content = zip.readNBytes(LARGEST_DOCUMENT + 1);
                    collected.add(file + "!" + entry.getName(), content);
                }
                entry = zip.getNextEntry();
            }
        }
    }

    private static final class Collected {
        private final Predicate<Advisory> isRelevant;
        private final List<Advisory> relevant = new ArrayList<>();
        private int read;
        private Instant newest = Instant.EPOCH;

        private Collected(Predicate<Advisory> isRelevant) {
            this.isRelevant = isRelevant;
        }

        private void add(String name, byte[] content) {
            if (content.length > LARGEST_DOCUMENT || read >= MOST_DOCUMENTS) {
                throw unreadable(name, "more than " + LARGEST_DOCUMENT + " bytes or " + MOST_DOCUMENTS + " documents");
            }
            try {
                Optional<Advisory> advisory = Advisory.of(Json.parse(new String(content, StandardCharsets.UTF_8)));
                read++;
                advisory.ifPresent(present -> {
                    newest = present.modified().isAfter(newest) ? present.modified() : newest;
                    if (isRelevant.test(present)) {
                        relevant.add(present);
                    }
                });
            } catch (JacksonException notJson) {
                throw unreadable(name, notJson.getOriginalMessage());
            } catch (IllegalArgumentException notOsv) {
                throw unreadable(name, String.valueOf(notOsv.getMessage()));
            }
        }

        private static CliException unreadable(String name, String why) {
            return new CliException(ExitCode.FAILED, name + " is not a usable OSV document: " + why);
        }
    }
}
