package io.swen.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Where results go (standard output) and where everything said on the way goes (standard error). */
public final class Terminal {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean interactive;
    private boolean lineOpen;

    public Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    /** The process's own streams; lines that redraw themselves only where a person watches. */
    public static Terminal system() {
        java.io.Console console = System.console();
        boolean watched = console != null && console.isTerminal();
        return new Terminal(
                new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8),
                watched);
    }

    public boolean interactive() {
        return interactive;
    }

    public PrintWriter out() {
        return out;
    }

    public PrintWriter err() {
        return err;
    }

    /** A line of the result. */
    public synchronized void print(String text) {
        closeLine();
        out.println(text.stripTrailing());
        out.flush();
    }

    public void print(JsonNode json) {
        print(Json.pretty(json));
    }

    public void print(Table table) {
        print(table.render());
    }

    /** A line about the way, not part of the result. */
    public synchronized void say(String text) {
        closeLine();
        err.println(text);
        err.flush();
    }

    /** A line that the next one replaces; shown only where a person watches. */
    public synchronized void status(String text) {
        if (interactive) {
            err.print("\r\033[K" + text);
            err.flush();
            lineOpen = true;
        }
    }

    private void closeLine() {
        if (lineOpen) {
            err.print("\r\033[K");
            err.flush();
            lineOpen = false;
        }
    }

    /** A duration as people read it: {@code 850 ms}, {@code 12.3 s}, {@code 4 min 5 s}, {@code 2 h 10 min}. */
    public static String readable(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = millis / 1000;
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        long minutes = seconds / 60;
        return minutes < 2_880 ? minutes / 60 + " h " + minutes % 60 + " min" : minutes / 1_440 + " d";
    }
}
