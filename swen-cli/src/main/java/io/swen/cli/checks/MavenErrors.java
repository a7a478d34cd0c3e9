package io.swen.cli.checks;

import java.util.List;
import java.util.stream.Stream;

/** Picks from Maven's output the lines that say which goal failed, so that they can stand at the end of a long log. */
final class MavenErrors {
    private static final int MOST = 20;
    private static final int LONGEST = 400;
    private static final String ERROR = "[ERROR] ";

    private MavenErrors() {}

    /** The goals that failed, each once; which tests did is in their reports. */
    static List<String> in(Stream<String> output) {
        return output.filter(line -> line.startsWith(ERROR))
                .map(line -> line.substring(ERROR.length()))
                .filter(line -> line.startsWith("Failed to execute goal"))
                .map(String::strip)
                .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line)
                .distinct()
                .limit(MOST)
                .toList();
    }
}
