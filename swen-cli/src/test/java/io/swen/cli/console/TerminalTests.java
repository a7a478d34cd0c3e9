package io.swen.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalTests {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void keepsResultsApartFromWhatIsSaidOnTheWay() {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false);
        terminal.say("working");
        terminal.status("50 %");
        terminal.print("result");
        assertThat(out.toString()).isEqualTo("result" + System.lineSeparator());
        assertThat(err.toString()).isEqualTo("working" + System.lineSeparator());
    }

    @Test
    void wipesAStatusLineBeforeTheNextLine() {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), true);
        terminal.status("50 %");
        terminal.say("done");
        assertThat(err.toString()).isEqualTo("\r\033[K50 %\r\033[Kdone" + System.lineSeparator());
    }

    @Test
    void writesDurationsAsPeopleReadThem() {
        assertThat(Terminal.readable(Duration.ofMillis(850))).isEqualTo("850 ms");
        assertThat(Terminal.readable(Duration.ofMillis(12_340))).isEqualTo("12.3 s");
        assertThat(Terminal.readable(Duration.ofSeconds(245))).isEqualTo("4 min 5 s");
        assertThat(Terminal.readable(Duration.ofMinutes(130))).isEqualTo("2 h 10 min");
        assertThat(Terminal.readable(Duration.ofDays(3))).isEqualTo("3 d");
    }
}
